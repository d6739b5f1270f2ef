using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Configuration;

/// <summary>All that can be wrong with a configuration, found in one go.</summary>
internal sealed class ConfigurationChecks
{
    private readonly VpcConfiguration _wish;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<InetAddress, string> _addresses = [];
    private readonly Dictionary<MacAddress, string> _macs = [];

    private ConfigurationChecks(VpcConfiguration wish) => _wish = wish;

    public static IReadOnlyList<Problem> Find(VpcConfiguration configuration)
    {
        var checks = new ConfigurationChecks(configuration);
        checks.Ranges();
        checks.VSwitches();
        checks.Groups();
        checks.Instances();
        checks.Outside();
        checks.Routes();
        return checks._problems;
    }

    private void Ranges()
    {
        if (_wish.Cidrs.All(cidr => cidr.IsV6))
        {
            Say("cidrs", "a VPC has at least one IPv4 range, 172.16.0.0/16 say");
        }

        for (var i = 0; i < _wish.Cidrs.Count; i++)
        {
            Network($"cidrs[{i}]", _wish.Cidrs[i]);
            Apart($"cidrs[{i}]", _wish.Cidrs[i], _wish.Cidrs.Take(i).Select((cidr, j) => ($"cidrs[{j}]", cidr)));
        }
    }

    private void VSwitches()
    {
        Unique("vSwitches", "vSwitch", _wish.VSwitches.Select(vSwitch => vSwitch.Name));
        for (var i = 0; i < _wish.VSwitches.Count; i++)
        {
            var vSwitch = _wish.VSwitches[i];
            Range($"vSwitches[{i}].cidr", vSwitch.Cidr, v6: false, other => other.Cidr, i);
            if (vSwitch.Cidr is { IsV6: false, Length: < 16 or > 29 })
            {
                Say($"vSwitches[{i}].cidr", $"{vSwitch.Cidr}: a vSwitch is a /16 to /29");
            }

            if (vSwitch.Cidr6 is { } range)
            {
                Range($"vSwitches[{i}].cidr6", range, v6: true, other => other.Cidr6, i);
            }
        }
    }

    private void Range(string path, Cidr cidr, bool v6, Func<VSwitchConfiguration, Cidr?> of, int place)
    {
        if (cidr.IsV6 != v6)
        {
            Say(path, $"{cidr} is no {(v6 ? "IPv6" : "IPv4")} range");
            return;
        }

        Network(path, cidr);
        if (!_wish.Cidrs.Any(range => range.Contains(cidr)))
        {
            Say(path, $"{cidr} is in none of the VPC's ranges, {string.Join(", ", _wish.Cidrs)}");
        }

        var others = _wish.VSwitches.Take(place).Where(other => of(other) is not null).Select(other => ($"vSwitch {other.Name}", of(other)!.Value));
        Apart(path, cidr, others);
    }

    private void Groups()
    {
        Unique("securityGroups", "security group", _wish.SecurityGroups.Select(group => group.Name));
        var names = GroupNames();
        for (var i = 0; i < _wish.SecurityGroups.Count; i++)
        {
            foreach (var (rule, j) in _wish.SecurityGroups[i].Rules.Select((rule, j) => (rule, j)))
            {
                if (rule.PeerGroup is { } peer && !names.Contains(peer))
                {
                    Say($"securityGroups[{i}].rules[{j}].peerGroup", Nearest.Sentence("security group", peer, names));
                }

                if (Faults.OfRule(rule) is { } fault)
                {
                    Say($"securityGroups[{i}].rules[{j}]", fault);
                }
            }
        }
    }

    private void Instances()
    {
        Unique("instances", "host", _wish.Instances.Select(instance => instance.Name).Concat(_wish.Outside.Select(host => host.Name)));
        for (var i = 0; i < _wish.Instances.Count; i++)
        {
            var instance = _wish.Instances[i];
            var path = $"instances[{i}]";
            Placed(path, instance);
            if (instance.Mac is not null || instance.Address != default)
            {
                Own($"{path}.mac", instance.Mac ?? ConfigurationReader.DefaultMac(instance.Address), _macs, instance.Name);
            }

            Mtu($"{path}.mtu", instance.Mtu);
            foreach (var group in instance.SecurityGroups.Where(group => !GroupNames().Contains(group)))
            {
                Say($"{path}.securityGroups", Nearest.Sentence("security group", group, GroupNames()));
            }
        }
    }

    private void Placed(string path, InstanceConfiguration instance)
    {
        Own($"{path}.address", instance.Address, _addresses, instance.Name);
        var vSwitch = _wish.VSwitches.FirstOrDefault(vSwitch => vSwitch.Name == instance.VSwitch);
        if (vSwitch is null)
        {
            Say($"{path}.vSwitch", Nearest.Sentence("vSwitch", instance.VSwitch, _wish.VSwitches.Select(other => other.Name)));
            return;
        }

        var range = new VSwitch("", vSwitch.Name, vSwitch.Cidr, vSwitch.Cidr6);
        if (instance.Address.IsV6 || !range.Contains(instance.Address))
        {
            Say($"{path}.address", $"{instance.Address} is not in {vSwitch.Cidr} of vSwitch {vSwitch.Name}");
        }
        else if (range.IsReserved(instance.Address))
        {
            Say($"{path}.address", $"{instance.Address}: the first address and the last three of a vSwitch are the cloud's");
        }

        if (instance.Address6 is { } address6)
        {
            Own($"{path}.address6", address6, _addresses, instance.Name);
            if (!address6.IsV6 || !range.Contains(address6))
            {
                Say($"{path}.address6", $"{address6} is not in {(vSwitch.Cidr6 is { } cidr6 ? cidr6.ToString() : "an IPv6 range")} of vSwitch {vSwitch.Name}");
            }
        }
    }

    private void Outside()
    {
        for (var i = 0; i < _wish.Outside.Count; i++)
        {
            var host = _wish.Outside[i];
            Mtu($"outside[{i}].mtu", host.Mtu);
            if (host.Addresses.Count == 0)
            {
                Say($"outside[{i}].addresses", "a host outside needs an address");
            }

            foreach (var address in host.Addresses)
            {
                if (address == CloudAddresses.Metadata || address == CloudAddresses.OpenApi)
                {
                    Say($"outside[{i}].addresses", $"{address} is the cloud's own: there are {CloudAddresses.Metadata}, its metadata service, and {CloudAddresses.OpenApi}, its OpenAPI");
                }

                Own($"outside[{i}].addresses", address, _addresses, host.Name);
                if (_wish.Cidrs.Any(range => range.Contains(address)))
                {
                    Say($"outside[{i}].addresses", $"{address} is inside the VPC's ranges, {string.Join(", ", _wish.Cidrs)}");
                }
            }
        }
    }

    private void Routes()
    {
        for (var i = 0; i < _wish.Routes.Count; i++)
        {
            var route = _wish.Routes[i];
            if (_wish.Instances.All(instance => instance.Name != route.NextHop))
            {
                Say($"routes[{i}].nextHop", Nearest.Sentence("host", route.NextHop, _wish.Instances.Select(instance => instance.Name)));
            }

            var taken = _wish.Routes.Take(i).Select(other => other.Destination);
            if (Faults.OfDestination(route.Destination, taken, _wish.VSwitches) is { } fault)
            {
                Say($"routes[{i}].destination", fault);
            }
        }
    }

    private List<string> GroupNames() =>
        [.. _wish.SecurityGroups.Select(group => group.Name).Append(ConfigurationReader.DefaultGroup).Distinct()];

    private void Network(string path, Cidr cidr)
    {
        if (!cidr.IsNetwork)
        {
            Say(path, $"{cidr} has host bits; did you mean {cidr.Network}?");
        }
    }

    private void Apart(string path, Cidr cidr, IEnumerable<(string Name, Cidr Cidr)> others)
    {
        foreach (var other in others.Where(other => other.Cidr.Overlaps(cidr)))
        {
            Say(path, $"{cidr} overlaps {other.Cidr} of {other.Name}");
        }
    }

    private void Unique(string path, string kind, IEnumerable<string> names)
    {
        foreach (var twice in names.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            Say(path, $"{twice.Count()} of the {kind} entries have the name {twice.Key}");
        }
    }

    private void Own<T>(string path, T value, Dictionary<T, string> owners, string owner)
        where T : notnull
    {
        if (!owners.TryAdd(value, owner))
        {
            Say(path, $"{value} is {owners[value]}'s already");
        }
    }

    private void Mtu(string path, int mtu)
    {
        // 1280 is what IPv6 needs (RFC 8200, section 5); 8500 is the cloud's jumbo frame.
        if (mtu is < 1280 or > 8500)
        {
            Say(path, $"{mtu}: an MTU is 1280 to 8500 octets");
        }
    }

    private void Say(string path, string message) => _problems.Add(new Problem(path, message));
}
