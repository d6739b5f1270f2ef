using System.CommandLine;
using System.Text.RegularExpressions;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Probes;
using Fairlead.Model.Addresses;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab probe FROM TO:PORT[/udp]</c>: what <c>why</c> predicts, done with a real packet.</summary>
internal static partial class ProbeCommand
{
    private const int NotReached = 3;

    private static readonly Argument<string> From = new("from") { Description = "a host or a pod", HelpName = "FROM" };

    private static readonly Argument<string> To = new("to")
    {
        Description = "a host, a pod or an address; something listens there while the probe runs, unless it is an address",
        HelpName = "TO:PORT[/udp]",
    };

    private static readonly Option<bool> V6 = new("--ipv6", "-6") { Description = "to the first IPv6 address of a host or pod" };
    private static readonly Option<int> Timeout = new("--timeout") { Description = "in milliseconds", HelpName = "MS", DefaultValueFactory = _ => 1000 };

    public static Command Create()
    {
        var command = new Command("probe", $"Sends a real packet and says who saw whom; ends with status {NotReached} where nobody was reached.") { From, To, V6, Timeout };
        command.SetAction(parsed => InsideLab.Run(parsed, places => Probe(parsed, places)));
        return command;
    }

    private static int Probe(ParseResult parsed, LabPlaces places)
    {
        var match = Target().Match(parsed.GetValue(To)!);
        if (!match.Success || !ushort.TryParse(match.Groups["port"].ValueSpan, out var port))
        {
            Console.Error.WriteLine($"fairlead: '{parsed.GetValue(To)}' is no target; write pod-a:8080, node-1:53/udp or [fd16::1]:80");
            return 2;
        }

        var result = Send(parsed, places, match.Groups["place"].Value.Trim('[', ']'), port, match.Groups["udp"].Success);
        parsed.Output().Write(LabJson.ToNode(result), console => console.WriteLine(Sentence(result)));
        return result.IsReached ? 0 : NotReached;
    }

    private static ProbeResult Send(ParseResult parsed, LabPlaces places, string place, ushort port, bool udp)
    {
        var from = places.Netns(parsed.GetValue(From)!);
        var timeout = TimeSpan.FromMilliseconds(parsed.GetValue(Timeout));
        if (InetAddress.TryParse(place, out var address))
        {
            return Fairlead.Lab.Probes.Probe.Connect(from, address, port, timeout);
        }

        var status = places.Lab.Status();
        var to = places.Netns(place);
        var addresses = status.FindHost(place)?.Addresses ?? status.FindPod(place)!.Addresses;
        address = addresses.First(candidate => candidate.IsV6 == parsed.GetValue(V6));
        return udp ? Fairlead.Lab.Probes.Probe.Udp(from, to, address, port, timeout) : Fairlead.Lab.Probes.Probe.Tcp(from, to, address, port, timeout);
    }

    private static string Sentence(ProbeResult result) => result.IsReached
        ? $"reached {result.Target} from {result.Source} in {result.Took.TotalMilliseconds:0.0} ms" + (result.SeenSource is { } seen ? $"; the other side saw {seen}" : "")
        : $"{result.Target} was not reached: {result.Detail}";

    [GeneratedRegex(@"\A(?<place>\[[0-9a-fA-F:.]+\]|[^:\[\]]+):(?<port>\d{1,5})(?<udp>/udp)?(?:/tcp)?\z")]
    private static partial Regex Target();
}
