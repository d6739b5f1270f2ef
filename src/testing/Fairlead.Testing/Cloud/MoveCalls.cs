using System.Globalization;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Testing.Cloud;

/// <summary>The call that a move means in a state: mostly one that can succeed, one of sixteen is wild.</summary>
public sealed class MoveCalls(CloudState state, CloudMove move)
{
    private const string Region = MoveTargets.Region;
    private const string Lab = CloudSeed.Vpc;
    private const int Wild = 16;
    private const int WithToken = 8;

    private readonly MoveTargets _targets = new(state, move.C % Wild == 0);

    public CloudChange Call()
    {
        var call = move.Kind <= MoveKind.ModifyInterface ? OfInterface()
            : move.Kind <= MoveKind.UnassignIpv6 ? OfAddresses()
            : move.Kind <= MoveKind.DeleteRouteEntry ? OfNetwork() : OfGroup();
        return move.C % WithToken == 1
            ? call with { ClientToken = string.Create(CultureInfo.InvariantCulture, $"{state.Serial}-{state.Random:x}-{move.Kind}-{move.A}") }
            : call;
    }

    private CloudChange OfInterface() => move.Kind switch
    {
        MoveKind.CreateInterface => Create(),
        MoveKind.AttachInterface => Attach(),
        MoveKind.AttachMember => AttachMember(),
        MoveKind.DetachInterface => Detach(),
        MoveKind.DeleteInterface => new DeleteNetworkInterface { RegionId = Region, NetworkInterfaceId = _targets.InterfaceId(move.A, IsAvailable) },
        _ => new ModifyNetworkInterfaceAttribute
        {
            RegionId = Region,
            NetworkInterfaceId = _targets.InterfaceId(move.A, IsSteady),
            SecurityGroupId = move.B % 3 == 0 ? [] : [_targets.Group(move.B), _targets.Group(move.C)],
            DeleteOnRelease = move.B % 2 == 0,
            Description = $"changed {move.B}",
        },
    };

    private CreateNetworkInterface Create()
    {
        var vSwitch = _targets.VSwitch(move.A, one => state.Index.Pools[one.Id].Free > 32);
        return new CreateNetworkInterface
        {
            RegionId = Region,
            VSwitchId = vSwitch,
            SecurityGroupId = _targets.Group(move.B),
            InstanceType = move.C % 5 == 0 ? InterfaceType.Trunk : InterfaceType.Secondary,
            SecondaryPrivateIpAddressCount = move.B % 4 == 1 ? 1 + (move.A % 5) : null,
            Ipv4PrefixCount = move.B % 4 == 2 ? 1 : null,
            Ipv6AddressCount = move.A % 3 == 0 && state.VSwitches.GetValueOrDefault(vSwitch)?.Cidr6 is not null ? 1 : null,
            DeleteOnRelease = move.A % 2 == 0,
            Tag = move.C % 3 == 0 ? [] : [new TagFilter("creator", "test"), new TagFilter("number", $"{move.C % 7}")],
        };
    }

    private AttachNetworkInterface Attach()
    {
        var eni = _targets.Interface(move.A, IsAvailable);
        return new AttachNetworkInterface { RegionId = Region, NetworkInterfaceId = eni.Id, InstanceId = _targets.Instance(move.B, host => _targets.HasRoom(host, eni, member: false)) };
    }

    private AttachNetworkInterface AttachMember()
    {
        var eni = _targets.Interface(move.A, one => IsAvailable(one) && one.Type == InterfaceType.Secondary);
        var trunk = _targets.Interface(move.B, one => one is { Type: InterfaceType.Trunk, Status: InterfaceStatus.InUse } && _targets.HasRoom(state.Instances[one.Instance], eni, member: true));
        return new AttachNetworkInterface { RegionId = Region, NetworkInterfaceId = eni.Id, InstanceId = trunk.Instance, TrunkNetworkInstanceId = trunk.Id };
    }

    private DetachNetworkInterface Detach()
    {
        var eni = _targets.Interface(move.A, one => one.Status == InterfaceStatus.InUse && one.Type != InterfaceType.Primary && state.Index.Members.Of(one.Id).IsEmpty);
        return new DetachNetworkInterface { RegionId = Region, NetworkInterfaceId = eni.Id, InstanceId = eni.Instance.Length > 0 ? eni.Instance : "i-nobody" };
    }

    private CloudChange OfAddresses()
    {
        var eni = _targets.Interface(move.A, Suits);
        var addresses = eni.Addresses.Where(address => address.IsV6 == (move.Kind == MoveKind.UnassignIpv6) && address != eni.PrimaryAddress);
        return move.Kind switch
        {
            MoveKind.AssignAddresses => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, SecondaryPrivateIpAddressCount = 1 + (move.B % 3) },
            MoveKind.AssignNamed => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, PrivateIpAddress = [Address(eni)] },
            MoveKind.AssignPrefixes => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, Ipv4PrefixCount = 1 },
            MoveKind.UnassignAddress => new UnassignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, PrivateIpAddress = [MoveTargets.Pick(addresses, move.B)] },
            MoveKind.UnassignPrefix => new UnassignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, Ipv4Prefix = [Prefix(eni, v6: false)] },
            MoveKind.AssignIpv6 => new AssignIpv6Addresses { RegionId = Region, NetworkInterfaceId = eni.Id, Ipv6AddressCount = move.B % 2 == 0 ? 1 : null, Ipv6PrefixCount = move.B % 2 == 1 ? 1 : null },
            _ when addresses.Any() => new UnassignIpv6Addresses { RegionId = Region, NetworkInterfaceId = eni.Id, Ipv6Address = [MoveTargets.Pick(addresses, move.B)] },
            _ => new UnassignIpv6Addresses { RegionId = Region, NetworkInterfaceId = eni.Id, Ipv6Prefix = [Prefix(eni, v6: true)] },
        };
    }

    private bool Suits(NetworkInterface eni) => IsSteady(eni) && move.Kind switch
    {
        MoveKind.AssignAddresses or MoveKind.AssignNamed or MoveKind.AssignPrefixes => _targets.RoomFor(eni) > 3,
        MoveKind.AssignIpv6 => _targets.RoomFor(eni) > 3 && state.VSwitches[eni.VSwitch].Cidr6 is not null,
        MoveKind.UnassignAddress => eni.Addresses.Length > 1 && !eni.Addresses[1].IsV6,
        MoveKind.UnassignPrefix => eni.Prefixes.Any(prefix => !prefix.IsV6),
        _ => eni.Addresses.Any(address => address.IsV6) || eni.Prefixes.Any(prefix => prefix.IsV6),
    };

    private CloudChange OfNetwork() => move.Kind switch
    {
        MoveKind.RunInstances => new RunInstances
        {
            RegionId = Region,
            InstanceType = move.C % Wild == 0 ? "ecs.none" : MoveTargets.Pick(state.InstanceTypes.Keys, move.A),
            VSwitchId = _targets.VSwitch(move.B, one => state.Index.Pools[one.Id].Free > 32),
            SecurityGroupId = _targets.Group(move.C),
            Amount = 1 + (move.A % 2),
        },
        MoveKind.DeleteInstance => new DeleteInstance { RegionId = Region, InstanceId = _targets.Instance(move.A, _ => true), Force = move.C % Wild > 1 },
        MoveKind.CreateVSwitch => new CreateVSwitch
        {
            RegionId = Region,
            VpcId = Lab,
            ZoneId = MoveTargets.Pick(state.Regions[Region], move.A),
            CidrBlock = $"172.31.{move.B % 12}.0/{24 + (move.C % 5)}",
        },
        MoveKind.DeleteVSwitch => new DeleteVSwitch { RegionId = Region, VSwitchId = _targets.VSwitch(move.A, one => state.Index.InterfacesByVSwitch.Of(one.Id).IsEmpty) },
        MoveKind.CreateRouteEntry => new CreateRouteEntry
        {
            RegionId = Region,
            RouteTableId = CloudSeed.RouteTable,
            DestinationCidrBlock = $"10.{move.A % 250}.{move.B % 3}.0/24",
            NextHopType = move.C % 2 == 0 ? "Instance" : "NetworkInterface",
            NextHopId = move.C % 2 == 0 ? _targets.Instance(move.B, _ => true) : _targets.InterfaceId(move.B, _ => true),
        },
        _ => new DeleteRouteEntry { RegionId = Region, RouteEntryId = MoveTargets.Pick(state.RouteTables[CloudSeed.RouteTable].Entries.Values.Select(entry => entry.Id), move.A) },
    };

    private CloudChange OfGroup() => move.Kind switch
    {
        MoveKind.CreateGroup => new CreateSecurityGroup { RegionId = Region, VpcId = move.C % Wild == 0 ? "vpc-none" : Lab, SecurityGroupName = $"group-{move.A % 9}" },
        MoveKind.DeleteGroup => new DeleteSecurityGroup { RegionId = Region, SecurityGroupId = _targets.UnusedGroup(move.A) },
        MoveKind.Authorize => new AuthorizeSecurityGroup { RegionId = Region, SecurityGroupId = _targets.Group(move.A), Rules = [Rule()] },
        _ => new RevokeSecurityGroup { RegionId = Region, SecurityGroupId = _targets.Group(move.A), Rules = [Rule()] },
    };

    private SecurityGroupRule Rule()
    {
        var (peer, group) = move.C % 3 > 0 ? (Cidr.Parse("10.0.0.0/8"), null) : ((Cidr?)null, _targets.Group(move.C));
        return new(move.B % 2 == 0 ? RuleDirection.Ingress : RuleDirection.Egress, RuleProtocol.Tcp, new PortRange((ushort)(move.B % 90), 100), peer, group)
        {
            Policy = move.B % 3 == 0 ? RulePolicy.Drop : RulePolicy.Accept,
            Priority = 1 + (move.B % 101),
        };
    }

    /// <summary>One of the vSwitch, which is often taken and sometimes reserved.</summary>
    private string Address(NetworkInterface eni)
    {
        var range = state.VSwitches.TryGetValue(eni.VSwitch, out var vSwitch) ? vSwitch.Cidr : Cidr.Default(false);
        return range.First.Plus((UInt128)move.B % range.Count).ToString();
    }

    private string Prefix(NetworkInterface eni, bool v6) => MoveTargets.Pick(eni.Prefixes.Where(prefix => prefix.IsV6 == v6), move.B);

    private static bool IsAvailable(NetworkInterface eni) => eni.Status == InterfaceStatus.Available;

    private static bool IsSteady(NetworkInterface eni) => eni.Status is InterfaceStatus.Available or InterfaceStatus.InUse;
}
