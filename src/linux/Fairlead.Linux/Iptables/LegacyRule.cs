using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Iptables;

/// <summary>A rule of the legacy filter table that ends a packet's way, as far as it can be told without knowing every match.</summary>
/// <param name="Chain">The chain it stands in.</param>
/// <param name="Number">From 1, as <c>iptables -L --line-numbers</c> counts.</param>
/// <param name="Source">Null for any.</param>
/// <param name="Matches">Names of its matches (<c>tcp</c>, <c>conntrack</c>): their content is not read.</param>
/// <param name="Target"><c>DROP</c> or <c>REJECT</c>.</param>
/// <param name="IsInverted">One of its addresses or links is meant the other way round (<c>! -s</c>).</param>
public sealed record LegacyRule(
    bool IsV6, string Chain, int Number, Cidr? Source, Cidr? Destination, string InputLink, string OutputLink, int Protocol,
    IReadOnlyList<string> Matches, string Target, bool IsInverted)
{
    /// <summary>As <c>iptables -S</c> prints it, matches by their names.</summary>
    public override string ToString() => string.Join(' ', Words());

    private string ProtocolName => Protocol switch { 0 => "", 1 => "icmp", 6 => "tcp", 17 => "udp", 58 => "ipv6-icmp", _ => $"{Protocol}" };

    private IEnumerable<string> Words()
    {
        yield return $"-A {Chain}";
        foreach (var (option, value) in new[] { ("-s", $"{Source}"), ("-d", $"{Destination}"), ("-i", InputLink), ("-o", OutputLink), ("-p", ProtocolName) })
        {
            if (value.Length > 0)
            {
                yield return $"{option} {value}";
            }
        }

        foreach (var match in Matches)
        {
            yield return $"-m {match} …";
        }

        yield return $"-j {Target}";
    }
}
