using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;

namespace IncidentMesh.Cli.Scoring;

/// <summary>Reads files of weights and of mappings. A misspelt name is an error: it would be a weight that is silently the default.</summary>
internal static class ScoreFiles
{
    private const int MostBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <returns>The weights, or what is wrong with the file.</returns>
    public static async Task<(ScoreWeights? Weights, string? Error)> WeightsAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
            return (ScoreWeights.Default, null);
        var (weights, error) = await ReadAsync<ScoreWeights>(file, cancellationToken);
        if (weights is null)
            return (null, error);
        return ScoreWeightsCheck.Problems(weights) is { Count: > 0 } problems
            ? (null, $"{file}: {string.Join(" ", problems)}")
            : (weights, null);
    }

    /// <returns>What labels and annotations mean, or what is wrong with the file.</returns>
    public static async Task<(ContextReading? Reading, string? Error)> MappingAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
            return (new ContextReading(ContextOptions.Default), null);
        var (options, error) = await ReadAsync<ContextOptions>(file, cancellationToken);
        if (options is null)
            return (null, error);
        try
        {
            return (new ContextReading(options), null);
        }
        catch (ArgumentException wrong)
        {
            return (null, $"{file}: {wrong.Message}");
        }
    }

    private static async Task<(T? Value, string? Error)> ReadAsync<T>(string file, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            if (!File.Exists(file))
                return (null, $"{file}: there is no such file.");
            if (new FileInfo(file).Length > MostBytes)
                return (null, $"{file}: it has more than {MostBytes / 1024} KiB: such a file is a few lines.");
            var value = JsonSerializer.Deserialize<T>(await File.ReadAllBytesAsync(file, cancellationToken), Strict);
            return value is null ? (null, $"{file}: it must be a JSON object.") : (value, null);
        }
        catch (JsonException wrong)
        {
            return (null, $"{file}: {JsonFault.Of(wrong)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file}: it cannot be read: {failure.Message}");
        }
    }
}
