using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Pods;
using Fairlead.Simulation.Store;

namespace Fairlead.Simulation.Worlds;

// What happens to pods of a StatefulSet, whose addresses belong to their names.
public sealed partial class RandomWorld
{
    private PodTemplate Fixed => PodTemplate.Plain with { Mode = _plan.FixedMode, Class = WorldPlan.FixedName, IsFixed = true };

    private static bool IsNamed(string pod) => pod.Contains("/web-", StringComparison.Ordinal);

    private static string NameOf(string pod) => pod[(pod.IndexOf('/') + 1)..];

    /// <summary>Once: whoever asks while the last one of the name is still there waits, and one that came meanwhile is enough.</summary>
    private void CreateFixed(string name)
    {
        var key = ClusterStore.Key(PodTemplate.Plain.Namespace, name);
        if (Cluster.Lives.Exists(key))
        {
            return;
        }

        if (Cluster.Store.Pods.ContainsKey(key))
        {
            Soon(1, 2, () => CreateFixed(name));
        }
        else
        {
            Cluster.CreatePod(Fixed, name);
        }
    }

    /// <summary>One of the set is taken away, and comes again later or never.</summary>
    private void ScaleDown()
    {
        var there = Cluster.Lives.Keys.Where(IsNamed).Order(StringComparer.Ordinal).ToList();
        if (there.Count == 0)
        {
            return;
        }

        var (pod, comesBack) = (_chance.Pick(there), _chance.Holds(0.6));
        Cluster.Chronicle.Note(comesBack ? "is taken away for a while" : "is taken away for good", pod);
        Cluster.DeletePod(pod, () =>
        {
            if (comesBack)
            {
                Soon(10, 400, () => CreateFixed(NameOf(pod)));
            }
        });
    }

    /// <summary>Somebody writes another address into a reservation: one of the same vSwitch or slice that nobody has.</summary>
    private void Rename()
    {
        var chosen = Cluster.Store.Reservations.Values.Where(item => item.Status.Addresses.Any(address => !address.IsV6)).OrderBy(item => item.Metadata.Name, StringComparer.Ordinal).ToList();
        if (chosen.Count == 0 || _chance.Pick(chosen) is not { } reservation || Ground(reservation) is not { } range || range.Count < 64)
        {
            return;
        }

        var address = range.First.Plus((UInt128)_chance.Between(10, (int)UInt128.Min(range.Count - 10, 4000)));
        var isTaken = Cluster.Leases.Leases.ContainsKey(address)
            || Cluster.Cloud.State.Interfaces.Values.Any(eni => eni.Owns(address))
            || chosen.Exists(item => item.Status.Addresses.Contains(address) || item.Spec.Addresses.Contains(address));
        if (!isTaken)
        {
            Cluster.Rename(reservation, address);
        }
    }

    private Cidr? Ground(AddressReservation reservation) => _plan.FixedMode == PodNetworkMode.VpcRoute
        ? Cluster.Store.Networks.GetValueOrDefault(reservation.Status.Node)?.Spec.PodSlices.Where(slice => !slice.IsV6).Select(slice => (Cidr?)slice).FirstOrDefault()
        // A small one is full now and then, and what people wrote is waited for.
        : Cluster.Cloud.State.VSwitches.GetValueOrDefault(reservation.Status.VSwitch) is { Cidr.Length: < 20 } vSwitch ? vSwitch.Cidr : null;
}
