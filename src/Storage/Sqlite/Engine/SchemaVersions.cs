using System.Globalization;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>Leads a file from the schema version that it has (SQLite's user_version) to the newest.</summary>
internal static class SchemaVersions
{
    /// <exception cref="StoreUnavailableException">The file is of a newer version, or no file of ours.</exception>
    public static void Check(SqliteDatabase database, StoreFileSettings settings)
    {
        var version = database.ReadInt64("PRAGMA user_version");
        var application = database.ReadInt64("PRAGMA application_id");
        var isEmpty = database.ReadInt64("SELECT count(*) FROM sqlite_schema") == 0;
        if (application != settings.ApplicationId && !(isEmpty && application == 0))
        {
            throw new StoreUnavailableException(
                $"{settings.Path} is not the {settings.Name} of IncidentMesh. Move it away, or choose another Storage:Directory.");
        }

        if (version > settings.Migrations.Count)
        {
            throw new StoreUnavailableException(
                $"{settings.Path} was written by a newer version of IncidentMesh: its schema is {version}, "
                + $"this version knows up to {settings.Migrations.Count}. Run the newer version, or restore a backup from before the upgrade.");
        }
    }

    public static void Upgrade(SqliteDatabase database, StoreFileSettings settings)
    {
        for (var version = database.ReadInt64("PRAGMA user_version"); version < settings.Migrations.Count; version++)
        {
            database.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                BEGIN IMMEDIATE;
                {settings.Migrations[(int)version]}
                PRAGMA application_id={settings.ApplicationId};
                PRAGMA user_version={version + 1};
                COMMIT;
                """));
        }
    }
}
