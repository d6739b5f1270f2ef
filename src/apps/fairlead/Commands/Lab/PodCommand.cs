using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Pods;
using Fairlead.Model.Pods;
using Fairlead.Resources.Network;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab pod run|delete|list</c></summary>
internal static class PodCommand
{
    private static readonly Argument<string> Name = new("pod") { HelpName = "NAME" };
    private const int Pending = 3;

    private static readonly Option<string> Node = new("--node") { Description = "where it runs; in a cluster, the scheduler chooses where nothing is said" };
    private static readonly Option<bool> Eni = new("--eni") { Description = "in a cluster: ask for an ENI of its own" };
    private static readonly Option<string> Class = new("--class") { Description = "in a cluster: the PodNetworkClass that it is to have", HelpName = "NAME" };
    private static readonly Option<KeyValuePair<string, string>[]> Selector = Pairs("--node-selector", "K=V, in a cluster: a label that its node must have");
    private static readonly Option<KeyValuePair<string, string>[]> Annotations = Pairs("--annotation", "K=V, passed to the plug-in as a container runtime does");
    private static readonly Option<KeyValuePair<string, string>[]> Labels = Pairs("--label", "K=V");

    private static readonly Option<HostPort[]> Ports = new("--port")
    {
        Description = "a port of the node that leads to one of the pod",
        HelpName = "[HOSTIP:]HOST:POD[/udp|/sctp]",
        CustomParser = result => PortArgument.Parse(result),
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create() => new("pod", "Runs pods as a container runtime does: namespaces, then the installed plug-in.")
    {
        Run(), Delete(), List(),
    };

    private static Command Run()
    {
        var command = new Command("run", "Starts a pod.") { Name, Node, Selector, Eni, Class, Annotations, Labels, Ports };
        command.SetAction(parsed =>
        {
            var pod = parsed.Lab().RunPod(Request(parsed));
            parsed.Output().Write(LabJson.ToNode(pod), console => console.WriteLine(pod.Phase == "Running"
                ? $"pod {pod.Name} runs on {pod.Node}: {string.Join(' ', pod.Addresses)}"
                : $"pod {pod.Name} is {pod.Phase}{(pod.Node.Length > 0 ? $" on {pod.Node}" : "")}: {pod.Message ?? "nobody says why"}"));
            return pod.Phase == "Running" ? 0 : Pending;
        });
        return command;
    }

    private static PodRequest Request(ParseResult parsed)
    {
        var annotations = new Dictionary<string, string>(parsed.GetValue(Annotations) ?? []);
        if (parsed.GetValue(Class) is { } chosen)
        {
            annotations[PodNetworkClass.Annotation] = chosen;
        }

        return new PodRequest(parsed.GetValue(Name)!, parsed.GetValue(Node) ?? "")
        {
            Annotations = annotations,
            Labels = new Dictionary<string, string>(parsed.GetValue(Labels) ?? []),
            Ports = parsed.GetValue(Ports) ?? [],
            NodeSelector = new Dictionary<string, string>(parsed.GetValue(Selector) ?? []),
            Resources = parsed.GetValue(Eni) ? new Dictionary<string, int> { [ResourceNames.Eni] = 1 } : [],
        };
    }

    private static Command Delete()
    {
        var command = new Command("delete", "Ends a pod.") { Name };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Name)!;
            parsed.Lab().DeletePod(name);
            parsed.Output().Write(new JsonObject { ["name"] = name, ["deleted"] = true }, console => console.WriteLine($"pod {name} is gone"));
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows the pods.");
        command.SetAction(parsed =>
        {
            var status = parsed.Lab().Status();
            parsed.Output().Write(LabJson.ToNode(status.Pods), console => StatusText.WritePods(console, status));
            return 0;
        });
        return command;
    }

    private static Option<KeyValuePair<string, string>[]> Pairs(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "K=V",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            var pairs = new List<KeyValuePair<string, string>>();
            foreach (var token in result.Tokens)
            {
                var sign = token.Value.IndexOf('=');
                if (sign <= 0)
                {
                    result.AddError($"'{token.Value}' is no K=V");
                    return null!;
                }

                pairs.Add(KeyValuePair.Create(token.Value[..sign], token.Value[(sign + 1)..]));
            }

            return [.. pairs];
        },
    };
}
