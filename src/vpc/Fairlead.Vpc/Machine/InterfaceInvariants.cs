using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

public static partial class CloudInvariants
{
    private const int Prefix4 = 28;
    private const int Prefix6 = 80;
    private const int MostVlan = 4094;

    private static void Interface(CloudState state, NetworkInterface eni, List<string> faults)
    {
        if (!state.VSwitches.TryGetValue(eni.VSwitch, out var vSwitch))
        {
            faults.Add($"{eni.Id} is in a vSwitch that is gone");
            return;
        }

        Holds(vSwitch.Vpc == eni.Vpc && vSwitch.Zone == eni.Zone, $"{eni.Id} is not where its vSwitch is", faults);
        Holds(state.Index.InterfacesByVSwitch.Of(vSwitch.Id).Contains(eni.Id), $"{eni.Id} is not found by its vSwitch", faults);
        Holds(!eni.Addresses.IsEmpty && !eni.PrimaryAddress.IsV6, $"{eni.Id} has no primary address", faults);
        Addresses(state, eni, vSwitch, faults);
        Holds(!eni.SecurityGroups.IsEmpty, $"{eni.Id} is in no group", faults);
        foreach (var group in eni.SecurityGroups)
        {
            Holds(state.SecurityGroups.ContainsKey(group), $"{eni.Id} is in a group that is gone", faults);
        }

        Attachment(state, eni, faults);
    }

    private static void Addresses(CloudState state, NetworkInterface eni, VSwitch vSwitch, List<string> faults)
    {
        var four = state.Index.Pools[vSwitch.Id];
        var six = state.Index.Pools6.GetValueOrDefault(vSwitch.Id, AddressPool6.Empty);
        foreach (var address in eni.Addresses)
        {
            var owner = address.IsV6 ? six.OwnerOf(address) : four.OwnerOf(address);
            if (owner != eni.Id)
            {
                faults.Add($"{address} of {eni.Id} is {owner}'s");
            }

            if (!vSwitch.Contains(address) || vSwitch.IsReserved(address))
            {
                faults.Add($"{address} of {eni.Id} is none that {vSwitch.Id} can give");
            }
        }

        foreach (var prefix in eni.Prefixes)
        {
            var (first, last) = prefix.IsV6 ? (six.OwnerOf(prefix.First), six.OwnerOf(prefix.Last)) : (four.OwnerOf(prefix.First), four.OwnerOf(prefix.Last));
            if (first != eni.Id || last != eni.Id)
            {
                faults.Add($"{prefix} of {eni.Id} is {first}'s and {last}'s");
            }

            if (!prefix.IsNetwork || prefix.Length != (prefix.IsV6 ? Prefix6 : Prefix4) || !vSwitch.Contains(prefix.First) || !vSwitch.Contains(prefix.Last))
            {
                faults.Add($"{prefix} of {eni.Id} is none that {vSwitch.Id} can give");
            }
        }
    }

    private static void Attachment(CloudState state, NetworkInterface eni, List<string> faults)
    {
        if (eni.Status is InterfaceStatus.Available or InterfaceStatus.Deleting)
        {
            var isFree = eni.Instance.Length == 0 && eni.Trunk.Length == 0 && eni.Vlan == 0 && eni.Type is InterfaceType.Secondary or InterfaceType.Trunk;
            Holds(isFree, $"{eni.Id} is {eni.Status} and yet on {eni.Instance}", faults);
            return;
        }

        if (!state.Instances.TryGetValue(eni.Instance, out var instance))
        {
            faults.Add($"{eni.Id} is {eni.Status} at an instance that is gone");
            return;
        }

        var type = state.InstanceTypes[instance.Type];
        Holds(state.Index.InterfacesByInstance.Of(instance.Id).Contains(eni.Id), $"{eni.Id} is not found by its instance", faults);
        Holds(instance.Vpc == eni.Vpc && instance.Zone == eni.Zone, $"{eni.Id} is not where {instance.Id} is", faults);
        Holds(Limits.Count4(eni) <= type.AddressesPerEni && Limits.Count6(eni) <= type.Ipv6PerEni, $"{eni.Id} has more than {type.Name} allows", faults);
        if (eni.Type == InterfaceType.Member)
        {
            var isCarried = state.Interfaces.TryGetValue(eni.Trunk, out var trunk) && trunk is { Type: InterfaceType.Trunk, Status: InterfaceStatus.InUse } && trunk.Instance == eni.Instance;
            Holds(isCarried && eni.Vlan is >= 1 and <= MostVlan, $"{eni.Id} is a member of {eni.Trunk}, VLAN {eni.Vlan}", faults);
        }
        else
        {
            Holds(eni.Trunk.Length == 0 && eni.Vlan == 0, $"{eni.Id} is no member and yet on {eni.Trunk}", faults);
        }
    }

    private static int Taken(NetworkInterface? eni)
    {
        var taken = 0;
        foreach (var address in eni?.Addresses ?? [])
        {
            taken += address.IsV6 ? 0 : 1;
        }

        foreach (var prefix in eni?.Prefixes ?? [])
        {
            taken += prefix.IsV6 ? 0 : (int)prefix.Count;
        }

        return taken;
    }
}
