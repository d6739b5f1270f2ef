using System.Globalization;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Doctor;
using Fairlead.Planning.Paths.World;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Core.Tests.Doctor;

/// <summary>A healthy node-1 (slice 10.244.1.0/24) and one line for each thing that is otherwise.</summary>
internal static class ChartText
{
    public static NodeChart Healthy { get; } = new()
    {
        Node = "node-1",
        Report = Report(),
        Kernel = new NetnsSnapshot
        {
            Name = "node-1",
            Links =
            [
                new ObservedLink { Index = 2, Name = "eth0", Mtu = 1500, IsUp = true },
                new ObservedLink { Index = 1000, Name = "fl01", Mtu = 1500, IsUp = true, Group = OurMark.PodGroup, Alias = "fairlead:a/eth0", Kind = "veth" },
            ],
            Addresses = [new ObservedAddress(2, Cidr.Parse("172.16.10.11/24"), 0, 0)],
            Routes = [DefaultRoute],
            Sysctls = new Dictionary<string, string> { ["net/ipv4/ip_forward"] = "1", ["net/ipv4/conf/eth0/rp_filter"] = "0", ["net/ipv6/conf/eth0/accept_ra"] = "0" },
        },
        Installation = new InstallationChart
        {
            ConflistPath = "/etc/cni/net.d/10-fairlead.conflist",
            Conflist = """{"cniVersion":"1.0.0","name":"fairlead","plugins":[{"type":"fairlead-cni"}]}""",
            Neighbours = ["10-fairlead.conflist", "87-podman.conflist"],
            PluginPath = "/opt/cni/bin/fairlead-cni",
            Plugin = PluginFile.Same,
        },
        Capabilities = [new Capability("veth pairs", Offer.Offered, true, ""), new Capability("ipvlan", Offer.NotTested, false, "no mode in use needs it")],
        Vpc = new VpcChart([new VpcRoute(Cidr.Parse("10.244.1.0/24"), "node-1")], ChecksSource: false),
    };

    private static ObservedRoute DefaultRoute =>
        new() { Destination = Cidr.Default(v6: false), Table = 254, Type = RouteType.Unicast, LinkIndex = 2, Gateway = InetAddress.Parse("172.16.10.253"), Protocol = 3 };

    public static NodeChart Read(IEnumerable<string> lines) => lines
        .Where(line => line.Length > 0 && line[0] != '#')
        .Aggregate(Healthy, (chart, line) => Change(chart, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static NodeChart Change(NodeChart chart, string[] words) => words switch
    {
        ["agent", "dead"] => Agent(chart, report => report with { IsRunning = false }) with { Silence = "nobody answers" },
        ["agent", "unknown"] => chart with { Report = null, Silence = "there is no socket" },
        ["agent", "waits", .. var why] => Agent(chart, report => report with { IsReady = false, Obstacles = [Text(why)] }),
        ["configuration", .. var problem] => Agent(chart, report => report with { ConfigurationProblem = Text(problem) }),
        ["journal", "fails", .. var why] => Agent(chart, report => report with { JournalFailure = Text(why) }),
        ["journal", "was", .. var damage] => Agent(chart, report => report with { JournalDamage = Text(damage) }),
        ["deletions", var count] => Agent(chart, report => report with { PendingDeletions = Number(count) }),
        ["forwardPolicy", "report"] => Agent(chart, report => report with { Plan = report.Plan! with { SetsForwardPolicy = false } }),
        ["row", var table, var key, var wanted, var kernel, .. var error] => Agent(chart, report => report with
        {
            Unfinished = [.. report.Unfinished, new RowReport(table, key, None(wanted), None(kernel), Text(error))],
        }),
        ["drift", var table, var missing, var altered] => Agent(chart, report => report with { Drift = [new DriftReport(table, Number(missing), Number(altered), 0)] }),
        ["pool", var family, var capacity, var leased, var resting, var free] => Agent(chart, report => report with
        {
            Pools = [new PoolReport(family, Number(capacity), Number(leased), Number(resting), Number(free))],
        }),
        ["refused", var count] => Agent(chart, report => report with { Refused = Number(count) }),
        ["podMtu", var mtu] => Agent(chart, report => report with { Plan = report.Plan! with { PodMtu = Number(mtu) } }),
        ["sysctl", var path, var value] => Kernel(chart, kernel => kernel with { Sysctls = new Dictionary<string, string>(kernel.Sysctls) { [path] = value } }),
        ["legacy", var family, var policy] => Kernel(chart, kernel => kernel with { LegacyForward = [.. kernel.LegacyForward, new LegacyForwardChain(family == "ip6", policy == "accept", 0)] }),
        ["legacyRule", var place, var range, var plain, .. var text] => chart with
        {
            LegacyRules = [.. chart.LegacyRules, new ForeignRule(place, Text(text), range == "-" ? [] : [Cidr.Parse(range)], plain != "plain")],
        },
        ["chain", var table, var name, var hook, var policy] => Kernel(chart, kernel => kernel with { Nftables = With(kernel.Nftables, table, name, hook, policy) }),
        ["rule", var table, var chain, var handle, .. var what] => Kernel(chart, kernel => kernel with { Nftables = With(kernel.Nftables, table, chain, Number(handle), what) }),
        ["link", var name, var group, .. var alias] => Kernel(chart, kernel => kernel with
        {
            Links = [.. kernel.Links, new ObservedLink { Index = 50 + kernel.Links.Count, Name = name, Group = (uint)Number(group), Alias = Text(alias) }],
        }),
        ["route", var range, var link] => Kernel(chart, kernel => kernel with
        {
            Routes = [.. kernel.Routes, new ObservedRoute { Destination = Cidr.Parse(range), Table = 254, Type = RouteType.Unicast, LinkIndex = kernel.FindLink(link)!.Index, Protocol = 3 }],
        }),
        ["uplink", "gone"] => Kernel(chart, kernel => kernel with { Links = [.. kernel.Links.Where(link => link.Name != "eth0")] }),
        ["uplink", "down"] => Kernel(chart, kernel => kernel with { Links = [.. kernel.Links.Select(link => link.Name == "eth0" ? link with { IsUp = false } : link)] }),
        ["uplink", "bare"] => Kernel(chart, kernel => kernel with { Addresses = [], Routes = [] }),
        ["policyRule", var priority, var table] => Kernel(chart, kernel => kernel with
        {
            Rules = [.. kernel.Rules, new ObservedRule { IsV6 = false, Priority = (uint)Number(priority), Action = RuleAction.Table, Table = (uint)Number(table) }],
        }),
        ["markRule", var priority, var mark, var mask] => Kernel(chart, kernel => kernel with
        {
            Rules = [.. kernel.Rules, new ObservedRule { IsV6 = false, Priority = (uint)Number(priority), Action = RuleAction.Table, Table = 100, Mark = Convert.ToUInt32(mark, 16), MarkMask = Convert.ToUInt32(mask, 16) }],
        }),
        ["tableRoute", var range, var table] => Kernel(chart, kernel => kernel with
        {
            Routes = [.. kernel.Routes, new ObservedRoute { Destination = Cidr.Parse(range), Table = (uint)Number(table), Type = RouteType.Unicast, LinkIndex = 2, Protocol = 3 }],
        }),
        ["ourRule", var priority] => Kernel(chart, kernel => kernel with
        {
            Rules = [.. kernel.Rules, new ObservedRule { IsV6 = false, Priority = (uint)Number(priority), Action = RuleAction.Table, Table = 61700, Protocol = OurMark.RouteProtocol }],
        }),
        ["vpc", "unknown"] => chart with { Vpc = null },
        ["vpc", "sourceCheck"] => chart with { Vpc = chart.Vpc! with { ChecksSource = true } },
        ["vpc", "routes", .. var routes] => chart with { Vpc = chart.Vpc! with { Routes = [.. routes.Select(route => new VpcRoute(Cidr.Parse(route.Split('>')[0]), route.Split('>')[1]))] } },
        ["conflist", "missing"] => Files(chart, files => files with { Conflist = null }),
        ["conflist", .. var text] => Files(chart, files => files with { Conflist = Text(text) }),
        ["neighbour", var name] => Files(chart, files => files with { Neighbours = [.. files.Neighbours, name] }),
        ["plugin", var state] => Files(chart, files => files with { Plugin = Enum.Parse<PluginFile>(state) }),
        ["capability", var needed, var offer, .. var name] => chart with { Capabilities = [.. chart.Capabilities, new Capability(Text(name), Enum.Parse<Offer>(offer), needed == "needed", "what it means")] },
        _ => throw new FormatException($"no such line: {Text(words)}"),
    };

    private static AgentReport Report() => new()
    {
        Version = "1.2.3",
        IsRunning = true,
        IsReady = true,
        ConfigurationFile = "/etc/fairlead/agent.yaml",
        Plan = new NodePlanReport(["10.244.1.0/24"], "eth0", 1500, OurMark.PodGroup, OurMark.DyingGroup, -300, SetsForwardPolicy: true)
        {
            SharedEni = new SharedEniNumbers(3850, 61700, 63, 0x3f000000),
        },
        Settings =
        [
            new SettingReport("net/ipv4/conf/eth0/rp_filter", "0", "", "2"), new SettingReport("net/ipv4/ip_forward", "1", "", null),
            new SettingReport("net/ipv6/conf/eth0/accept_ra", "2", "0", null),
        ],
        OriginalPolicies = new Dictionary<string, string> { ["ip legacy"] = "drop" },
        Pools = [new PoolReport("IPv4", 254, 1, 2, 251), new PoolReport("IPv6", 0, 0, 0, 0)],
        Pods = [new PodReport("pod default/a", "a/eth0", "fl01", 1500, ["10.244.1.5"])],
        Rows = new Dictionary<string, int> { ["links"] = 1, ["routes"] = 2 },
    };

    private static NftRuleset With(NftRuleset ruleset, string table, string name, string hook, string policy) => ruleset with
    {
        Chains =
        [
            .. ruleset.Chains,
            new NftChain(Name(table, name), hook == "-" ? null : new NftHook("filter", hook == "forward" ? NftHook.Forward : hook == "prerouting" ? NftHook.Prerouting : NftHook.Output, hook == "prerouting" ? -300 : 0, Enum.Parse<NftVerdictKind>(policy))),
        ],
    };

    private static NftRuleset With(NftRuleset ruleset, string table, string chain, int handle, string[] what) => ruleset with
    {
        Rules = [.. ruleset.Rules, new NftRule(Name(table, chain), $"handle {handle}", ruleset.Rules.Count, [.. what.SelectMany(Expressions)]) { Handle = (ulong)handle }],
    };

    private static NftExpression[] Expressions(string word) => word.Split(':', 2) switch
    {
        ["drop"] => Drop(),
        ["accept"] => Accept(),
        ["from", var range] => InCidr(SourceAddress(false), Cidr.Parse(range), false),
        ["to", var range] => InCidr(DestinationAddress(false), Cidr.Parse(range), false),
        ["jump", var chain] => Jump(chain),
        ["mark", var mark] => SetMark(Convert.ToUInt32(mark.Split('/')[0], 16), Convert.ToUInt32(mark.Split('/')[1], 16)),
        ["xt", var name] => [new NftUnknown("match", new ByteString([0, 0, 1, 0, .. name.Select(letter => (byte)letter), 0]))],
        _ => throw new FormatException($"no such expression: {word}"),
    };

    private static NftName Name(string table, string name) => new(new NftTableKey(NftFamily.Ip, table), name);

    private static NodeChart Agent(NodeChart chart, Func<AgentReport, AgentReport> change) => chart with { Report = change(chart.Report!) };

    private static NodeChart Kernel(NodeChart chart, Func<NetnsSnapshot, NetnsSnapshot> change) => chart with { Kernel = change(chart.Kernel) };

    private static NodeChart Files(NodeChart chart, Func<InstallationChart, InstallationChart> change) => chart with { Installation = change(chart.Installation) };

    private static string Text(string[] words) => string.Join(' ', words);

    private static string None(string word) => word == "-" ? "" : word;

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
