using System.CommandLine;
using Fairlead.Lab.Supervision;

namespace Fairlead.Cli.Commands.Lab;

/// <summary>What <c>lab up</c> starts inside the lab's namespaces; nobody types it.</summary>
internal static class SupervisorCommand
{
    private static readonly Argument<string> Name = new("name");
    private static readonly Argument<string> Peers = new("peers");
    private static readonly Argument<bool> WithStarter = new("with-starter");
    private static readonly Argument<int> ApiDescriptor = new("api-descriptor");
    private static readonly Argument<int> KubeDescriptor = new("kube-descriptor");

    public static Command Create()
    {
        var command = new Command(SupervisorProgram.Command) { Name, Peers, WithStarter, ApiDescriptor, KubeDescriptor };
        command.Hidden = true;
        command.SetAction(parsed => SupervisorProgram.Run(
            parsed.GetValue(Name)!, parsed.GetValue(Peers)!, parsed.GetValue(WithStarter), parsed.GetValue(ApiDescriptor), parsed.GetValue(KubeDescriptor), Console.In, Console.Out));
        return command;
    }
}
