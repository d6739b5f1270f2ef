using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Pods;
using Fairlead.Model.Pods;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab pod run|delete|list</c></summary>
internal static class PodCommand
{
    private static readonly Argument<string> Name = new("pod") { HelpName = "NAME" };
    private static readonly Option<string> Node = new("--node") { Description = "where it runs", Required = true };
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
        var command = new Command("run", "Starts a pod.") { Name, Node, Annotations, Labels, Ports };
        command.SetAction(parsed =>
        {
            var pod = parsed.Lab().RunPod(new PodRequest(parsed.GetValue(Name)!, parsed.GetValue(Node)!)
            {
                Annotations = new Dictionary<string, string>(parsed.GetValue(Annotations) ?? []),
                Labels = new Dictionary<string, string>(parsed.GetValue(Labels) ?? []),
                Ports = parsed.GetValue(Ports) ?? [],
            });
            parsed.Output().Write(LabJson.ToNode(pod), console => console.WriteLine($"pod {pod.Name} runs on {pod.Node}: {string.Join(' ', pod.Addresses)}"));
            return 0;
        });
        return command;
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
