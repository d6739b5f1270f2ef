using System.Text.Json.Nodes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clouds;

/// <summary>With the topology's <c>hostileDhcp</c> a host treats a NIC that appears as real images do.</summary>
public sealed class HostileDhcpTests
{
    private const string Topology = """
        cidrs: [10.0.0.0/16]
        vSwitches: [{ name: shops, cidr: 10.0.1.0/24 }]
        hosts:
          - { name: quiet, vSwitch: shops, address: 10.0.1.11 }
          - { name: eager, vSwitch: shops, address: 10.0.1.12, hostileDhcp: true }
        """;

    [Fact]
    public async Task A_new_nic_gets_an_address_a_default_route_and_another_name_where_it_is_on_and_nothing_where_it_is_off()
    {
        using var lab = new CommandLab(LabUser.Root, "dhcp", Topology);
        using var cloud = new SignedCalls(lab.Json("lab", "status")["cloud"]!);
        await cloud.HastenAsync();
        foreach (var host in new[] { "quiet", "eager" })
        {
            var made = await cloud.EcsAsync("CreateNetworkInterface", ("VSwitchId", "vsw-shops"), ("SecurityGroupId", "sg-default"));
            var (eni, mac, address) = ($"{made["NetworkInterfaceId"]}", $"{made["MacAddress"]}", $"{made["PrivateIpAddress"]}");
            await cloud.EcsAsync("AttachNetworkInterface", ("NetworkInterfaceId", eni), ("InstanceId", $"i-{host}"));
            Clock.Until($"a NIC {mac} in {host}", () => Links(lab, host).Any(link => $"{link!["address"]}" == mac));
            if (host == "quiet")
            {
                Thread.Sleep(300);
                var left = Links(lab, host).Single(link => $"{link!["address"]}" == mac)!;
                Assert.Equal("eth1", $"{left["ifname"]}");
                Assert.DoesNotContain(left["addr_info"]!.AsArray(), one => $"{one!["family"]}" == "inet");
                continue;
            }

            Clock.Until("its grabbing", () => Links(lab, host).Single(link => $"{link!["address"]}" == mac)!["addr_info"]!.AsArray().Any(one => $"{one!["local"]}" == address));
            var grabbed = Links(lab, host).Single(link => $"{link!["address"]}" == mac)!;
            Assert.Equal(("ens5", "24"), ($"{grabbed["ifname"]}", $"{grabbed["addr_info"]!.AsArray().First(one => $"{one!["family"]}" == "inet")!["prefixlen"]}"));
            Clock.Until("a default route", () => lab.Shell(host, "ip route show default").Contains("default via 10.0.1.253 dev ens5 proto dhcp metric 100", StringComparison.Ordinal));
            Assert.Contains("default via 10.0.1.253 dev eth0", lab.Shell(host, "ip route show default"));
            lab.Shell(host, "ip link delete ens5");
            Clock.Until("the NIC made anew under its name", () => lab.Shell(host, "ip route show default").Contains("dev ens5 proto dhcp metric 100", StringComparison.Ordinal));
            Assert.Equal("ens5", $"{lab.Json("lab", "status")["hosts"]!.AsArray().Single(one => $"{one!["name"]}" == host)!["nics"]![0]!["interfaceName"]}");
        }
    }

    private static JsonArray Links(CommandLab lab, string host) => JsonNode.Parse(lab.Shell(host, "ip -j addr"))!.AsArray();
}
