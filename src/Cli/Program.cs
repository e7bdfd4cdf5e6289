using IncidentMesh.Cli;

return await CommandLine.RunAsync(args, CliHost.OfThisProcess());
