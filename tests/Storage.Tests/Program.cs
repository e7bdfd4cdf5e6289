using IncidentMesh.Storage.Tests;
using IncidentMesh.Storage.Tests.Sqlite;
using Xunit.MicrosoftTestingPlatform;

return args is [CrashVictim.Argument, var folder]
    ? await CrashVictim.RunAsync(folder)
    : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
