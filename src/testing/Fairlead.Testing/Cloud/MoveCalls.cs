using System.Collections.Immutable;
using System.Globalization;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Testing.Cloud;

/// <summary>The call that a move means in a state. Now and then it names what does not exist: calls are wrong as often as in life.</summary>
public sealed class MoveCalls(CloudState state)
{
    private const string Region = CloudSeed.Region;
    private const string Nobody = "eni-nobody";

    public CloudChange Of(CloudMove move)
    {
        var call = move.Kind <= MoveKind.ModifyInterface ? OfInterface(move)
            : move.Kind <= MoveKind.UnassignIpv6 ? OfAddresses(move)
            : move.Kind <= MoveKind.DeleteRouteEntry ? OfNetwork(move) : OfGroup(move);

        // Every other call has a token of its own; Repeat uses it again.
        return move.C % 2 == 0 ? call : call with { ClientToken = string.Create(CultureInfo.InvariantCulture, $"{state.Serial}-{state.Random:x}-{move.Kind}-{move.A}") };
    }

    private CloudChange OfInterface(CloudMove move) => move.Kind switch
    {
        MoveKind.CreateInterface => Create(move),
        MoveKind.AttachInterface => new AttachNetworkInterface { RegionId = Region, NetworkInterfaceId = Interface(move.A), InstanceId = Instance(move.B) },
        MoveKind.AttachMember => Member(move),
        MoveKind.DetachInterface => Detach(move),
        MoveKind.DeleteInterface => new DeleteNetworkInterface { RegionId = Region, NetworkInterfaceId = Interface(move.A) },
        _ => new ModifyNetworkInterfaceAttribute
        {
            RegionId = Region,
            NetworkInterfaceId = Interface(move.A),
            SecurityGroupId = move.B % 3 == 0 ? [] : [Group(move.B), Group(move.C)],
            DeleteOnRelease = move.B % 2 == 0,
            Description = $"changed {move.B}",
        },
    };

    private CloudChange Create(CloudMove move) => new CreateNetworkInterface
    {
        RegionId = Region,
        VSwitchId = VSwitch(move.A),
        SecurityGroupId = Group(move.B),
        InstanceType = move.C % 5 == 0 ? InterfaceType.Trunk : InterfaceType.Secondary,
        SecondaryPrivateIpAddressCount = move.B % 4 == 1 ? 1 + (move.A % 10) : null,
        Ipv4PrefixCount = move.B % 4 == 2 ? 1 : null,
        Ipv6AddressCount = move.A % 3 == 0 ? 1 : null,
        DeleteOnRelease = move.A % 2 == 0,
        Tag = move.C % 3 == 0 ? [] : [new TagFilter("creator", "test"), new TagFilter("number", $"{move.C % 7}")],
    };

    private CloudChange Member(CloudMove move)
    {
        var trunk = state.Interfaces[Any(state.Index.InterfacesByRegion.Of(Region), move.B)];
        return new AttachNetworkInterface { RegionId = Region, NetworkInterfaceId = Interface(move.A), InstanceId = trunk.Instance, TrunkNetworkInstanceId = trunk.Id };
    }

    private CloudChange Detach(CloudMove move)
    {
        var id = Interface(move.A);
        var instance = state.Interfaces.TryGetValue(id, out var eni) && eni.Instance.Length > 0 && move.B % 8 > 0 ? eni.Instance : Instance(move.B);
        return new DetachNetworkInterface { RegionId = Region, NetworkInterfaceId = id, InstanceId = instance };
    }

    private CloudChange OfAddresses(CloudMove move)
    {
        var id = Interface(move.A);
        var eni = state.Interfaces.GetValueOrDefault(id);
        var addresses = eni?.Addresses ?? [];
        return move.Kind switch
        {
            MoveKind.AssignAddresses => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = id, SecondaryPrivateIpAddressCount = 1 + (move.B % 10) },
            MoveKind.AssignNamed => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = id, PrivateIpAddress = [Address(eni, move.B)] },
            MoveKind.AssignPrefixes => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = id, Ipv4PrefixCount = 1 + (move.B % 2) },
            MoveKind.UnassignAddress => new UnassignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = id, PrivateIpAddress = [Pick(addresses.Where(address => !address.IsV6), move.B)] },
            MoveKind.UnassignPrefix => new UnassignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = id, Ipv4Prefix = [Pick((eni?.Prefixes ?? []).Where(prefix => !prefix.IsV6), move.B)] },
            MoveKind.AssignIpv6 => new AssignIpv6Addresses { RegionId = Region, NetworkInterfaceId = id, Ipv6AddressCount = move.B % 2 == 0 ? 1 : null, Ipv6PrefixCount = move.B % 2 == 1 ? 1 : null },
            _ => new UnassignIpv6Addresses
            {
                RegionId = Region,
                NetworkInterfaceId = id,
                Ipv6Address = move.B % 2 == 0 ? [Pick(addresses.Where(address => address.IsV6), move.B / 2)] : [],
                Ipv6Prefix = move.B % 2 == 1 ? [Pick((eni?.Prefixes ?? []).Where(prefix => prefix.IsV6), move.B / 2)] : [],
            },
        };
    }

    private CloudChange OfNetwork(CloudMove move) => move.Kind switch
    {
        MoveKind.RunInstances => new RunInstances { RegionId = Region, InstanceType = Pick(state.InstanceTypes.Keys, move.A), VSwitchId = VSwitch(move.B), SecurityGroupId = Group(move.C), Amount = 1 + (move.A % 2) },
        MoveKind.DeleteInstance => new DeleteInstance { RegionId = Region, InstanceId = Instance(move.A), Force = move.B % 4 > 0 },
        MoveKind.CreateVSwitch => new CreateVSwitch { RegionId = Region, VpcId = CloudSeed.Vpc, ZoneId = Pick(state.Regions[Region], move.A), CidrBlock = $"172.16.{move.B % 256}.0/{24 + (move.C % 5)}" },
        MoveKind.DeleteVSwitch => new DeleteVSwitch { RegionId = Region, VSwitchId = VSwitch(move.A) },
        MoveKind.CreateRouteEntry => new Vpc.Calls.CreateRouteEntry
        {
            RegionId = Region,
            RouteTableId = CloudSeed.RouteTable,
            DestinationCidrBlock = $"10.{move.A % 250}.{move.B % 3}.0/24",
            NextHopType = move.C % 2 == 0 ? "Instance" : "NetworkInterface",
            NextHopId = move.C % 2 == 0 ? Instance(move.B) : Interface(move.B),
        },
        _ => new Vpc.Calls.DeleteRouteEntry { RegionId = Region, RouteEntryId = Any(state.Index.Routes.Keys.ToImmutableSortedSet(StringComparer.Ordinal), move.A) },
    };

    private CloudChange OfGroup(CloudMove move) => move.Kind switch
    {
        MoveKind.CreateGroup => new Vpc.Calls.CreateSecurityGroup { RegionId = Region, VpcId = CloudSeed.Vpc, SecurityGroupName = $"group-{move.A % 9}" },
        MoveKind.DeleteGroup => new Vpc.Calls.DeleteSecurityGroup { RegionId = Region, SecurityGroupId = Group(move.A) },
        MoveKind.Authorize => new Vpc.Calls.AuthorizeSecurityGroup { RegionId = Region, SecurityGroupId = Group(move.A), Rules = [Rule(move)] },
        _ => new Vpc.Calls.RevokeSecurityGroup { RegionId = Region, SecurityGroupId = Group(move.A), Rules = [Rule(move)] },
    };

    private SecurityGroupRule Rule(CloudMove move) =>
        new(move.B % 2 == 0 ? RuleDirection.Ingress : RuleDirection.Egress, RuleProtocol.Tcp, new PortRange((ushort)(move.B % 90), 100), move.C % 3 > 0 ? Cidr.Parse("10.0.0.0/8") : null, move.C % 3 > 0 ? null : Group(move.C))
        {
            Policy = move.B % 3 == 0 ? RulePolicy.Drop : RulePolicy.Accept,
            Priority = 1 + (move.B % 101),
        };

    private string Interface(int number) => number % 32 == 31 ? Nobody : Any(state.Index.InterfacesByRegion.Of(Region), number);

    private string Instance(int number) => number % 32 == 31 ? "i-nobody" : Any(state.Index.InstancesByRegion.Of(Region), number);

    private string VSwitch(int number) => Any(state.Index.VSwitchesByVpc.Of(CloudSeed.Vpc), number);

    private string Group(int number) => Any(state.Index.GroupsByVpc.Of(CloudSeed.Vpc), number);

    /// <summary>One near the ENI's own, which is often taken and sometimes reserved.</summary>
    private string Address(NetworkInterface? eni, int number) => eni is null
        ? "172.16.10.9"
        : state.VSwitches[eni.VSwitch].Cidr is var range ? range.First.Plus((UInt128)(number % (int)range.Count)).ToString() : "";

    private static string Any(ImmutableSortedSet<string> ids, int number) => ids.IsEmpty ? Nobody : ids[number % ids.Count];

    private static string Pick<T>(IEnumerable<T> items, int number)
    {
        var list = items.ToList();
        return list.Count == 0 ? "nothing" : $"{list[number % list.Count]}";
    }
}
