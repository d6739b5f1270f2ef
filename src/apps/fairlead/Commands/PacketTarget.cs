using System.Text.RegularExpressions;
using Fairlead.Model.Pods;
using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands;

/// <summary><c>TO:PORT[/udp]</c> as people write it.</summary>
/// <param name="Place">A name or an address, without brackets.</param>
internal sealed partial record PacketTarget(string Place, ushort Port, Transport Transport)
{
    /// <exception cref="ProblemException">It is none.</exception>
    public static PacketTarget Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success && ushort.TryParse(match.Groups["port"].ValueSpan, out var port) && port > 0
            ? new PacketTarget(match.Groups["place"].Value.Trim('[', ']'), port, match.Groups["udp"].Success ? Transport.Udp : Transport.Tcp)
            : throw new ProblemException("TO", [new Problem("TO:PORT[/udp]", $"'{text}' is no target; write pod-a:8080, node-1:53/udp or [fd16::1]:80")]);
    }

    [GeneratedRegex(@"\A(?<place>\[[0-9a-fA-F:.]+\]|[^:\[\]]+):(?<port>\d{1,5})(?:(?<udp>/udp)|/tcp)?\z")]
    private static partial Regex Form();
}
