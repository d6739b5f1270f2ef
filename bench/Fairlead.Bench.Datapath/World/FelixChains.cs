using System.Text;

namespace Fairlead.Bench.Datapath.World;

/// <summary>
/// An imitation of the chains that Felix writes for workloads: reverse-path check in raw, dispatch by the links' common beginning, per
/// link a chain for each direction, one policy for each direction. Input for iptables-restore.
/// </summary>
internal static class FelixChains
{
    public const string PeerSet = "peers";

    private const int CommonBeginning = 6;

    private const string Raw = """
        *raw
        :PREROUTING ACCEPT
        :cali-PRE -
        -A PREROUTING -j cali-PRE
        -A cali-PRE -j MARK --set-xmark 0x0/0xf0000
        -A cali-PRE -i cali+ -j MARK --set-xmark 0x40000/0x40000
        -A cali-PRE -m mark --mark 0x40000/0x40000 -m rpfilter --validmark --invert -j DROP
        -A cali-PRE -m mark --mark 0x0/0x40000 -j RETURN
        COMMIT

        """;

    private const string Forward = """
        -A FORWARD -j cali-FORWARD
        -A cali-FORWARD -j MARK --set-xmark 0x0/0xe0000
        -A cali-FORWARD -i cali+ -j cali-from-wl
        -A cali-FORWARD -o cali+ -j cali-to-wl
        -A FORWARD -m mark --mark 0x10000/0x10000 -j ACCEPT

        """;

    public static string Write(IReadOnlyList<string> links)
    {
        var chains = new StringBuilder("*filter\n:FORWARD ACCEPT\n:cali-FORWARD -\n:cali-from-wl -\n:cali-to-wl -\n:cali-pi-x -\n:cali-po-x -\n");
        var rules = new StringBuilder(Forward).Append(Policy("i", "src")).Append(Policy("o", "dst"));
        Dispatch(chains, rules, links, "cali-from-wl", "i", "fw");
        Dispatch(chains, rules, links, "cali-to-wl", "o", "tw");
        foreach (var link in links)
        {
            Workload(chains, rules, $"cali-fw-{link}", "o", "-p udp -m multiport --dports 4789 -j DROP");
            Workload(chains, rules, $"cali-tw-{link}", "i", null);
        }

        return $"{Raw}{chains}{rules}COMMIT\n";
    }

    private static string Policy(string direction, string member)
    {
        var chain = $"-A cali-p{direction}-x";
        string Allow(string protocol, string ports) =>
            $"{chain} -p {protocol} -m set --match-set {PeerSet} {member} -m multiport --dports {ports} -j MARK --set-xmark 0x10000/0x10000\n"
            + $"{chain} -m mark --mark 0x10000/0x10000 -j RETURN\n";
        return Allow("tcp", "8080,8443") + Allow("udp", "8080,53");
    }

    // Two levels, as Felix divides where there are many links.
    private static void Dispatch(StringBuilder chains, StringBuilder rules, IReadOnlyList<string> links, string top, string match, string leaf)
    {
        foreach (var group in links.GroupBy(link => link[..CommonBeginning]))
        {
            var branch = $"{top}-{group.Key[4..]}";
            chains.Append($":{branch} -\n");
            rules.Append($"-A {top} -{match} {group.Key}+ -g {branch}\n");
            foreach (var link in group)
            {
                rules.Append($"-A {branch} -{match} {link} -g cali-{leaf}-{link}\n");
            }

            rules.Append($"-A {branch} -j DROP\n");
        }

        rules.Append($"-A {top} -j DROP\n");
    }

    private static void Workload(StringBuilder chains, StringBuilder rules, string chain, string policy, string? first)
    {
        chains.Append($":{chain} -\n");
        string?[] steps =
        [
            "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-m conntrack --ctstate INVALID -j DROP",
            "-j MARK --set-xmark 0x0/0x10000",
            first,
            "-j MARK --set-xmark 0x0/0x20000",
            $"-m mark --mark 0x0/0x20000 -j cali-p{policy}-x",
            "-m mark --mark 0x10000/0x10000 -j RETURN",
            "-j DROP",
        ];
        foreach (var step in steps.OfType<string>())
        {
            rules.Append($"-A {chain} {step}\n");
        }
    }
}
