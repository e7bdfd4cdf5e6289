using IncidentMesh.Silo.Hosting;

return await SiloCommand.RunAsync(args);
