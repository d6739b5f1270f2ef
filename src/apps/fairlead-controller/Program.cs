using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fairlead.Controller.Configuration;
using Fairlead.Controller.Running;
using Fairlead.ControllerApp;
using Fairlead.Kubernetes;
using Fairlead.Model.Problems;

// Exit codes: 0 it was stopped, 1 it cannot go on (start it again), 2 it was told something wrong.
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    var command = CommandLine.Read(args);
    if (command.Action is ControllerAction.Version or ControllerAction.Help)
    {
        Console.WriteLine(command.Action == ControllerAction.Help ? CommandLine.Usage : $"fairlead-controller {CommandLine.Version}");
        return 0;
    }

    var settings = command.Settings.Over(FromFile(command.File));
    if (SettingsRules.Problems(settings, isWhole: command.Action == ControllerAction.Run) is { Count: > 0 } problems)
    {
        throw new ProblemException("fairlead-controller", problems);
    }

    var program = new ControllerProgram(settings, Environment.GetEnvironmentVariable, line => Console.Error.WriteLine($"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {line}"));
    if (command.Action == ControllerAction.ReportLeaks)
    {
        foreach (var line in await program.LeaksAsync(stop.Token))
        {
            Console.WriteLine(line);
        }

        return 0;
    }

    await program.RunAsync(stop.Token);
    return 0;
}
catch (ProblemException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ClusterException)
{
    Console.Error.WriteLine($"fairlead-controller: {error.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static ControllerSettings FromFile(string? named)
{
    var path = named ?? ControllerSettings.DefaultFile;
    return named is null && !File.Exists(path) ? new ControllerSettings() : SettingsFile.Read(File.ReadAllText(path), path);
}
