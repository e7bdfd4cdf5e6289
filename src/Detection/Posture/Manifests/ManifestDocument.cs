using System.Text.Json;

namespace IncidentMesh.Detection.Posture.Manifests;

/// <summary>One document of a file, or what is wrong with it.</summary>
/// <param name="Line">Where it begins, from 1; where the error is, of one that cannot be read.</param>
/// <param name="Root">Valid until the next document is asked for; undefined where there is a problem.</param>
/// <param name="Problem">Why it cannot be read, in a sentence without its subject; else null.</param>
public readonly record struct ManifestDocument(int Line, JsonElement Root, string? Problem);
