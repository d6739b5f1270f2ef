using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Testing.Cloud;

/// <summary>What the numbers of a move point to: mostly something that the call fits, now and then anything, or nothing that exists.</summary>
internal sealed class MoveTargets(CloudState state, bool isWild)
{
    public const string Region = CloudSeed.Region;
    private const int Tries = 8;

    private static readonly NetworkInterface Nobody = new() { Id = "eni-nobody", VSwitch = "vsw-narrow", Mac = default, Addresses = [InetAddress.V4(0)] };

    /// <summary>Coprime to nearly every count, so that a few steps meet as many different ones.</summary>
    private const int Stride = 7919;

    /// <summary>Where there is none, one that is in nobody's table.</summary>
    public NetworkInterface Interface(int number, Func<NetworkInterface, bool> fits) =>
        state.Interfaces.GetValueOrDefault(Fitting(state.Index.InterfacesByRegion.Of(Region), number, id => fits(state.Interfaces[id])), Nobody);

    public string InterfaceId(int number, Func<NetworkInterface, bool> fits) => isWild && number % 4 == 3 ? Nobody.Id : Interface(number, fits).Id;

    public string Instance(int number, Func<Instance, bool> fits) => isWild && number % 4 == 3
        ? "i-nobody"
        : Fitting(state.Index.InstancesByRegion.Of(Region), number, id => fits(state.Instances[id]));

    public string VSwitch(int number, Func<VSwitch, bool> fits) =>
        Fitting(state.Index.VSwitchesByVpc.Of(CloudSeed.Vpc), number, id => fits(state.VSwitches[id]));

    public string Group(int number) => isWild && number % 4 == 3 ? "sg-nobody" : Fitting(state.Index.GroupsByVpc.Of(CloudSeed.Vpc), number, _ => true);

    public string UnusedGroup(int number) =>
        Fitting(state.Index.GroupsByVpc.Of(CloudSeed.Vpc), number, id => state.Index.InterfacesByGroup.Of(id).IsEmpty && state.Index.GroupsByPeer.Of(id).IsEmpty);

    /// <summary>Whether the host can take one more ENI, or one more member.</summary>
    public bool HasRoom(Instance host, NetworkInterface eni, bool member)
    {
        if (host.Zone != eni.Zone)
        {
            return false;
        }

        var type = state.InstanceTypes[host.Type];
        var there = state.Index.InterfacesByInstance.Of(host.Id);
        if (!member && there.Count < type.Enis)
        {
            return true;
        }

        var members = there.Count(id => state.Interfaces[id].Type == InterfaceType.Member);
        return member ? members < type.MemberEnis : there.Count - members < type.Enis;
    }

    public int RoomFor(NetworkInterface eni) =>
        (state.Instances.TryGetValue(eni.Instance, out var host) ? state.InstanceTypes[host.Type].AddressesPerEni : 20) - eni.Addresses.Length - eni.Prefixes.Length;

    public static string Pick<T>(IEnumerable<T> items, int number)
    {
        var list = items.ToList();
        return list.Count == 0 ? "nothing" : $"{list[number % list.Count]}";
    }

    private string Fitting(ImmutableSortedSet<string> ids, int number, Func<string, bool> fits)
    {
        if (ids.IsEmpty)
        {
            return "nothing";
        }

        for (var i = 0; i < Tries && !isWild; i++)
        {
            var id = ids[(number + (i * Stride)) % ids.Count];
            if (fits(id))
            {
                return id;
            }
        }

        return ids[number % ids.Count];
    }
}
