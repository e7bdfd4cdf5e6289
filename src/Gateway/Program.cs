using IncidentMesh.Gateway.Alone;

return await GatewayHost.RunAsync(args);
