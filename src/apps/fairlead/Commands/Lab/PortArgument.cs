using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Cli.Commands.Lab;

/// <summary>Reads <c>8080:80</c>, <c>5353:53/udp</c>, <c>127.0.0.1:8080:80</c> and <c>[::1]:8080:80</c>.</summary>
internal static partial class PortArgument
{
    public static HostPort[]? Parse(ArgumentResult result)
    {
        var ports = new List<HostPort>();
        foreach (var token in result.Tokens)
        {
            if (Read(token.Value) is not { } port)
            {
                result.AddError($"'{token.Value}' is no port mapping; write 8080:80, 5353:53/udp or 127.0.0.1:8080:80");
                return null;
            }

            ports.Add(port);
        }

        return [.. ports];
    }

    public static HostPort? Read(string text)
    {
        var match = Form().Match(text);
        InetAddress? hostIp = null;
        if (match.Groups["ip"] is { Success: true } ip)
        {
            if (!InetAddress.TryParse(ip.Value.Trim('[', ']'), out var address))
            {
                return null;
            }

            hostIp = address;
        }

        return match.Success && ushort.TryParse(match.Groups["host"].ValueSpan, out var host) && ushort.TryParse(match.Groups["pod"].ValueSpan, out var pod) && host > 0 && pod > 0
            ? new HostPort(TransportOf(match.Groups["transport"].Value), host, pod, hostIp)
            : null;
    }

    private static Transport TransportOf(string word) => word switch
    {
        "udp" => Transport.Udp,
        "sctp" => Transport.Sctp,
        _ => Transport.Tcp,
    };

    [GeneratedRegex(@"\A(?:(?<ip>[0-9.]+|\[[0-9a-fA-F:.]+\]):)?(?<host>\d{1,5}):(?<pod>\d{1,5})(?:/(?<transport>tcp|udp|sctp))?\z")]
    private static partial Regex Form();
}
