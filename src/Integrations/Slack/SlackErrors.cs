namespace IncidentMesh.Integrations.Slack;

/// <summary>What Slack's error codes mean for a write (tables of chat.postMessage and chat.update in Slack's reference).</summary>
internal static class SlackErrors
{
    private const string Token = "put a valid bot token into Integrations:Slack:BotToken";
    private const string Channel = "set Integrations:Slack:Channel to the id of a channel that exists and invite the app to it";
    private const string Policy = "an administrator's setting forbids it: allow the app to post there, or choose another channel";
    private const string Ours = "this is a bug in IncidentMesh: please report it";

    /// <summary>Codes that no repeat will change, with what a person can do.</summary>
    private static readonly Dictionary<string, string> Permanent = new()
    {
        ["channel_not_found"] = Channel,
        ["not_in_channel"] = "invite the app to the channel",
        ["is_archived"] = "the channel is archived: unarchive it, or set Integrations:Slack:Channel to another one",
        ["not_authed"] = Token,
        ["invalid_auth"] = Token,
        ["account_inactive"] = Token,
        ["token_revoked"] = Token,
        ["token_expired"] = Token,
        ["not_allowed_token_type"] = Token,
        ["missing_scope"] = "grant the app the scope and install it again",
        ["no_permission"] = "invite the app to the channel",
        ["access_denied"] = Policy,
        ["accesslimited"] = Policy,
        ["ekm_access_denied"] = Policy,
        ["enterprise_is_restricted"] = Policy,
        ["restricted_action"] = Policy,
        ["restricted_action_read_only_channel"] = Policy,
        ["restricted_action_thread_only_channel"] = Policy,
        ["restricted_action_non_threadable_channel"] = Policy,
        ["restricted_action_thread_locked"] = Policy,
        ["cannot_reply_to_message"] = Policy,
        ["messages_tab_disabled"] = Channel,
        ["team_access_not_granted"] = "install the app in the channel's workspace",
        ["team_not_found"] = "install the app in the channel's workspace",
        ["two_factor_setup_required"] = "set up two-factor authentication for the app's account",
        ["cant_update_message"] = "the message is another app's: use the token that posted it, or resolve it by hand",
        ["edit_window_closed"] = "the workspace forbids edits after a time: allow them for the app",
        ["metadata_must_be_sent_from_app"] = Token,
        ["metadata_too_large"] = Ours,
        ["invalid_metadata_format"] = Ours,
        ["invalid_metadata_schema"] = Ours,
        ["msg_too_long"] = Ours,
        ["msg_blocks_too_long"] = Ours,
        ["no_text"] = Ours,
        ["invalid_blocks"] = Ours,
        ["invalid_blocks_format"] = Ours,
        ["invalid_arguments"] = Ours,
        ["invalid_arg_name"] = Ours,
        ["invalid_array_arg"] = Ours,
        ["invalid_charset"] = Ours,
        ["invalid_form_data"] = Ours,
        ["invalid_post_type"] = Ours,
        ["missing_post_type"] = Ours,
        ["too_many_attachments"] = Ours,
        ["method_deprecated"] = "update IncidentMesh",
        ["deprecated_endpoint"] = "update IncidentMesh",
    };

    /// <summary>What a person can do about a code that no repeat will change; null where a repeat may help.</summary>
    public static string? Remedy(string code) => Permanent.GetValueOrDefault(code);

    /// <summary>Slack says of these that some part of the call may have been carried out.</summary>
    public static bool LeavesOpen(string code) => code is "fatal_error" or "internal_error" or "service_unavailable";

    /// <summary>The message, or its thread, is not there any more.</summary>
    public static bool IsGone(string code) => code is "message_not_found" or "thread_not_found";

    /// <summary>The channel cannot be used any more; another one may.</summary>
    public static bool IsChannelLost(string code) => code is "channel_not_found" or "is_archived" or "not_in_channel";

    /// <summary>How long to wait before a repeat: some states last.</summary>
    public static TimeSpan Wait(string code) => code switch
    {
        "message_limit_exceeded" => TimeSpan.FromMinutes(5),
        "team_added_to_org" or "org_login_required" => TimeSpan.FromMinutes(10),
        _ => TimeSpan.FromMinutes(1),
    };
}
