using System.Text.Json.Nodes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Doctor;

/// <summary>A node is broken in every way that the doctor knows, and it names each; when all is mended, it says so.</summary>
public sealed class DoctorTests : IDisposable
{
    private const int NeedsAHand = 3;

    private readonly CommandLab _lab = new(LabUser.Root, "doctor");

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void What_is_broken_is_named_and_what_is_mended_is_not()
    {
        foreach (var (range, node) in new[] { ("10.244.1.0/24", "node-1"), ("fd10:244:0:1::/64", "node-1"), ("10.244.2.0/24", "node-2"), ("fd10:244:0:2::/64", "node-2") })
        {
            _lab.Json("lab", "route", "add", range, node);
        }

        var pod = (string)_lab.Json("lab", "pod", "run", "pod-a", "--node", "node-1")["addresses"]![0]!;
        var healthy = _lab.Try("doctor");
        Assert.True(healthy.Status == 0, healthy.Output + healthy.Errors);
        Assert.Contains("net.ipv4.ip_forward: 1 (was 0, set by the agent)", healthy.Output, StringComparison.Ordinal);

        Break(pod);
        var findings = Examine("node-1");
        AssertNames(findings, "agent", "agent", "nobody answers at /run/fairlead/cni.sock");
        AssertNames(findings, "installation", "conflist", "is missing");
        AssertNames(findings, "settings", "net.ipv4.conf.eth0.rp_filter", "1");
        AssertNames(findings, "settings", "policy of FORWARD in iptables-legacy", "drop");
        AssertNames(findings, "settings", "policy of FORWARD in ip6tables-nft", "drop");
        AssertNames(findings, "objects", "routes", $"{pod}/32");
        AssertNames(findings, "foreign rules", "nftables: chain inet other c", $"ip daddr {pod} drop");
        AssertNames(findings, "foreign rules", "iptables-legacy: chain FORWARD, rule 1", "-A FORWARD -s 10.244.1.0/24");
        AssertNames(findings, "VPC", "route to 10.244.1.0/24", "there is none");
        // Beside one broken node the other is as it was.
        Assert.Equal(0, _lab.Try("doctor", "node-2").Status);

        Mend();
        Clock.Until("the agent has put right what is ours", () => _lab.Try("doctor", "node-1").Status == 0);
    }

    [Fact]
    public void A_pool_that_is_full_is_named()
    {
        // Two addresses of a /30 are for pods.
        _lab.Shell("node-2", "sed -i 's|10.244.2.0/24|10.244.2.0/30|' /etc/fairlead/agent.yaml");
        Clock.Until("the agent has read its configuration", () => Finding(_lab.Try("doctor", "node-2", "--output", "json").Output, "addresses", "IPv4").Contains("0 of 2 ", StringComparison.Ordinal));
        _lab.Json("lab", "pod", "run", "pod-a", "--node", "node-2");
        _lab.Json("lab", "pod", "run", "pod-b", "--node", "node-2");
        AssertNames(Examine("node-2"), "addresses", "IPv4", "exhausted: 2 of 2 addresses in use");
        var unknown = _lab.Try("doctor", "node-3");
        Assert.Equal(1, unknown.Status);
        Assert.Contains("no node 'node-3'; did you mean node-1 or node-2?", unknown.Errors, StringComparison.Ordinal);
    }

    private void Break(string pod)
    {
        _lab.Json("lab", "route", "delete", "10.244.1.0/24");
        _lab.Json("lab", "agent", "kill", "node-1");
        var done = _lab.TryShell("node-1", $"""
            set -e
            ip route del {pod}/32
            echo 1 > /proc/sys/net/ipv4/conf/eth0/rp_filter
            rm /etc/cni/net.d/10-fairlead.conflist
            nft add table inet other
            nft add chain inet other c '{"{ type filter hook forward priority 5; }"}'
            nft add rule inet other c ip daddr {pod} drop
            iptables-legacy -P FORWARD DROP
            iptables-legacy -A FORWARD -s 10.244.1.0/24 -p tcp --dport 81 -j DROP
            ip6tables-nft -P FORWARD DROP
            """);
        Assert.SkipWhen(done.Status == 127, $"a program is missing: run eng/peers.sh: {done.Errors}");
        Assert.True(done.Status == 0, done.Errors);
    }

    private void Mend()
    {
        // What is not ours the agent leaves alone; the rest is its own.
        _lab.Shell("node-1", "nft delete table inet other; iptables-legacy -F FORWARD; cat > /etc/cni/net.d/10-fairlead.conflist", File.ReadAllText(_lab.PathOf("node-2", "/etc/cni/net.d/10-fairlead.conflist")));
        _lab.Json("lab", "route", "add", "10.244.1.0/24", "node-1");
        _lab.Json("lab", "agent", "start", "node-1");
    }

    private JsonArray Examine(string node)
    {
        var done = _lab.Try("doctor", node, "--output", "json");
        Assert.True(done.Status == NeedsAHand, $"{done.Status} {done.Output}{done.Errors}");
        return JsonNode.Parse(done.Output)![0]!["findings"]!.AsArray();
    }

    private static string Finding(string json, string area, string subject) => string.Join('\n', JsonNode.Parse(json)![0]!["findings"]!.AsArray()
        .Where(finding => (string)finding!["area"]! == area && (string)finding["subject"]! == subject).Select(finding => (string)finding!["found"]!));

    private static void AssertNames(JsonArray findings, string area, string subject, string found) => Assert.Contains(findings, finding =>
        (string)finding!["level"]! == "trouble" && (string)finding["area"]! == area && ((string)finding["subject"]!).StartsWith(subject, StringComparison.Ordinal)
        && ((string)finding["found"]!).Contains(found, StringComparison.Ordinal) && ((string)finding["action"]!).Length > 0);
}
