using System.Net.Sockets;
using System.Runtime.InteropServices;
using Fairlead.Agent;
using Fairlead.Agent.Uninstall;
using Fairlead.AgentApp;

if (CommandLine.Read(args) is not { } command)
{
    return 2;
}

if (command.Action is AgentAction.Version or AgentAction.Help)
{
    Console.WriteLine(command.Action == AgentAction.Help ? CommandLine.Usage : $"fairlead-agent {CommandLine.Version}");
    return 0;
}

try
{
    if (command.Action == AgentAction.Uninstall)
    {
        return new Uninstallation(command.Paths, TimeProvider.System, line => Console.WriteLine($"{line.Subject}: {line.Text}")).Run() ? 0 : 1;
    }

    using var agent = new NodeAgent(command.Paths, TimeProvider.System, line => Console.Error.WriteLine(line));
    using var stop = new ManualResetEventSlim();
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    agent.Start();
    _ = agent.Completion.ContinueWith(_ => stop.Set(), TaskScheduler.Default);
    stop.Wait();
    // A bug inside: say which, and let whoever keeps the agent alive start it again.
    agent.Completion.Exception?.Handle(bug => throw bug);
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Set();
    }
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or SocketException)
{
    Console.Error.WriteLine($"fairlead-agent: {error.Message}");
    return 1;
}
