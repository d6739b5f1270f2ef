using System.Net;
using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands;

/// <summary>Where a server is to be found, as it is written: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:0</c>.</summary>
internal static class ListenAddress
{
    /// <exception cref="ProblemException">It is none.</exception>
    public static IPEndPoint Parse(string text, string command)
    {
        var said = text.Replace("localhost:", "127.0.0.1:", StringComparison.Ordinal);
        // IPEndPoint reads 8080 as an address.
        return said.LastIndexOf(':') is var colon and > 0 && said.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') is false && IPEndPoint.TryParse(said, out var endPoint)
            ? endPoint
            : throw new ProblemException(command, [new Problem("--listen", $"'{text}' is no ADDRESS:PORT; write 127.0.0.1:8080 or [::1]:8080")]);
    }
}
