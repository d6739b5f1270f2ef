using Fairlead.Lab.Processes;
using Fairlead.Model.Addresses;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clouds;

/// <summary>What a script with the official SDKs says of the lab's VPC is what packets meet.</summary>
public abstract class SdkScriptTests(LabUser user)
{
    private const string Range = "10.244.1.0/24";

    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../.."));

    [Fact]
    public void An_interface_with_ten_addresses_is_reached_at_each_until_it_is_released_and_a_pod_by_a_route_entry()
    {
        var modules = Modules();
        using var lab = new CommandLab(user, "sdk");
        lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1");
        Assert.Equal(3, lab.Try("lab", "probe", "legacy-1", "pod-a:8080").Status);

        var made = Script(lab, modules, "create", "node-1").Split(' ');
        Assert.Equal(11, made.Length);
        var nic = NicOf(lab, "node-1", MacAddress.Parse(made[0]));
        Assert.Equal("eth1", nic);
        var seen = Assert.Single(lab.Json("lab", "status")["hosts"]!.AsArray().Single(host => $"{host!["name"]}" == "node-1")!["nics"]!.AsArray())!;
        Assert.Equal((nic, made[0], 10), ($"{seen["interfaceName"]}", $"{seen["mac"]}", seen["addresses"]!.AsArray().Count));
        Assert.Contains($"eth1  {seen["eni"]}  {made[1]} and 9 more", lab.Try("lab", "net").Output);
        var addresses = made[1..];
        // A host with several NICs has an address on each and looks the other way where packets come back.
        lab.Shell("node-1", $"sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.{nic}.rp_filter=0; {string.Join("; ", addresses.Select(address => $"ip addr add {address}/32 dev {nic}"))}");
        Assert.All(addresses, address => Assert.True(Arrives(lab, address, nic), $"{address} is not reached at {nic}"));

        Script(lab, modules, "release", addresses[4]);
        Assert.False(Arrives(lab, addresses[4], nic));
        Assert.True(Arrives(lab, addresses[5], nic));

        Script(lab, modules, "route", Range, "node-1");
        Assert.Equal(0, lab.Try("lab", "probe", "legacy-1", "pod-a:8080").Status);

        Script(lab, modules, "delete");
        Assert.Equal("", NicOf(lab, "node-1", MacAddress.Parse(made[0])));
        Assert.Equal(3, lab.Try("lab", "probe", "legacy-1", "pod-a:8080").Status);
        Assert.Empty(lab.Json("lab", "status")["routes"]!.AsArray());
        Assert.Equal(2, lab.Json("lab", "status")["cloud"]!["vSwitchIds"]!.AsArray().Count);
    }

    [Fact]
    public void Hosts_reach_the_api_and_their_own_metadata_and_the_internet_neither()
    {
        using var lab = new CommandLab(user, "meta");
        foreach (var host in new[] { "node-1", "legacy-2" })
        {
            Assert.Equal($"i-{host}", lab.Shell(host, "curl -s -m 10 http://100.100.100.200/latest/meta-data/instance-id"));
        }

        Assert.Equal(0, lab.Try("why", "legacy-2", "100.100.100.200:80").Status);
        Assert.Equal(3, lab.Try("why", "internet", "100.100.100.200:80").Status);
        var inside = $"{lab.Json("lab", "status")["cloud"]!["insideEndpoint"]}";
        Assert.Contains("<Code>Missing", lab.Shell("legacy-1", $"curl -s -m 10 '{inside}/?Action=DescribeVpcs&Version=2016-04-28'"));
        Assert.NotEqual(0, lab.TryShell("internet", "curl -s -m 2 http://100.100.100.200/").Status);
    }

    /// <returns>The NIC's name; empty where there is none.</returns>
    private static string NicOf(CommandLab lab, string host, MacAddress mac) =>
        lab.TryShell(host, $"for nic in /sys/class/net/*; do [ \"$(cat $nic/address)\" != {mac} ] || basename $nic; done").Output.Trim();

    /// <summary>Whether a packet from legacy-1 comes in at the NIC, and its answer goes home.</summary>
    private static bool Arrives(CommandLab lab, string address, string nic)
    {
        var before = Received(lab, nic);
        var answered = lab.TryShell("legacy-1", $"ping -c 1 -W 2 {address}").Status == 0;
        return answered && Received(lab, nic) > before;
    }

    private static long Received(CommandLab lab, string nic) => long.Parse(lab.Shell("node-1", $"cat /sys/class/net/{nic}/statistics/rx_packets"), null);

    private static string Script(CommandLab lab, string modules, params IEnumerable<string> words)
    {
        var status = lab.Json("lab", "status").ToJsonString();
        var done = Run.ToEnd(
            ["node", Path.Combine(Root, "docs/guide/scripts/eni.js"), .. words], status,
            new Dictionary<string, string> { ["NODE_PATH"] = modules }, TimeSpan.FromMinutes(2));
        Assert.True(done.Status == 0, $"eni.js {string.Join(' ', words)}: {done.Errors}");
        return done.Output.Trim();
    }

    private static string Modules()
    {
        var script = Path.Combine(Root, "eng", "sdks.sh");
        var fetched = Run.ToEnd([script], timeout: TimeSpan.FromMinutes(3));
        Assert.SkipUnless(fetched.Status == 0, fetched.Errors.Trim());
        return Path.Combine(Run.ToEnd([script, "--path"]).Output.Trim(), "node_modules");
    }
}

public sealed class SdkScriptByRoot() : SdkScriptTests(LabUser.Root);

public sealed class SdkScriptByRootless() : SdkScriptTests(LabUser.WithoutRights);
