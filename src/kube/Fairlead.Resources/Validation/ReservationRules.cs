using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

internal static class ReservationRules
{
    private static readonly Cidr[] NoPods = [.. new[] { "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/127", "fe80::/10", "ff00::/8" }.Select(Cidr.Parse)];

    public static void Check(AddressReservation written, IReadOnlyList<IResource> others, ProblemList found)
    {
        var spec = written.Spec;
        if (spec.Pod.Length == 0)
        {
            found.Add("spec.pod", "is empty: name the pod that the addresses belong to");
        }

        if (spec.ReleaseAfterSeconds is { } seconds)
        {
            found.Range("spec.releaseAfterSeconds", seconds, 0, int.MaxValue, " seconds");
        }

        foreach (var family in spec.Addresses.GroupBy(address => address.IsV6).Where(family => family.Count() > 1))
        {
            found.Add("spec.addresses", $"{string.Join(" and ", family)} are both of IPv{(family.Key ? 6 : 4)}: a pod has one of each family");
        }

        var configuration = others.OfType<ClusterNetwork>().FirstOrDefault(item => item.Metadata.Name == ClusterNetwork.Name);
        for (var i = 0; i < spec.Addresses.Count; i++)
        {
            Check($"spec.addresses[{i}]", spec.Addresses[i], configuration?.Spec, [.. others.OfType<PodNetworkClass>()], found);
        }

        var rivals = others.OfType<AddressReservation>().Where(other => !IsSame(other, written)).ToList();
        CheckPod(written, rivals, found);
        CheckAddresses(spec, rivals, found);
    }

    private static void Check(string path, InetAddress address, ClusterNetworkSpec? configuration, IReadOnlyList<PodNetworkClass> classes, ProblemList found)
    {
        if (Array.Exists(NoPods, range => range.Contains(address)))
        {
            found.Add(path, $"{address} cannot be a pod's: it is of no use outside of its own link");
        }
        else if (configuration is not null && configuration.Families != AddressFamilies.Dual && address.IsV6 != (configuration.Families == AddressFamilies.Ipv6))
        {
            found.Add(path, $"{address} is of IPv{(address.IsV6 ? 6 : 4)}, and ClusterNetwork/default has families: {(address.IsV6 ? "ipv4" : "ipv6")}");
        }
        else if (configuration is { PodRanges.Count: > 0 } && HasSlicesOnly(configuration, classes) && !configuration.PodRanges.Any(range => range.Contains(address)))
        {
            found.Add(path, $"{address} is in no pod range of ClusterNetwork/default ({string.Join(", ", configuration.PodRanges)}), and no vSwitch is named there or in a class");
        }
    }

    /// <summary>Whether no pod can have an address of a vSwitch that somebody chose; where one can, the cloud knows which addresses there are.</summary>
    private static bool HasSlicesOnly(ClusterNetworkSpec configuration, IReadOnlyList<PodNetworkClass> classes) =>
        configuration.VSwitches.Count == 0 && configuration.Mode == PodNetworkMode.VpcRoute
        && configuration.NodePools.All(pool => pool.VSwitches.Count == 0 && pool.Mode == PodNetworkMode.VpcRoute)
        && classes.All(item => item.Spec.Mode == PodNetworkMode.VpcRoute);

    private static void CheckPod(AddressReservation written, IReadOnlyList<AddressReservation> rivals, ProblemList found)
    {
        if (rivals.FirstOrDefault(other => other.Metadata.Namespace == written.Metadata.Namespace && other.Spec.Pod == written.Spec.Pod) is { } rival)
        {
            found.Add("spec.pod", $"'{written.Spec.Pod}' has AddressReservation '{rival.Metadata.Name}' already: put the addresses into that one");
        }
    }

    private static void CheckAddresses(AddressReservationSpec spec, IReadOnlyList<AddressReservation> rivals, ProblemList found)
    {
        for (var i = 0; i < spec.Addresses.Count; i++)
        {
            var address = spec.Addresses[i];
            if (rivals.FirstOrDefault(other => other.Spec.Addresses.Contains(address) || other.Status.Addresses.Contains(address)) is { } rival)
            {
                found.Add($"spec.addresses[{i}]", $"{address} belongs to pod '{rival.Metadata.Namespace}/{rival.Spec.Pod}' by AddressReservation '{rival.Metadata.Namespace}/{rival.Metadata.Name}'");
            }
        }
    }

    private static bool IsSame(AddressReservation one, AddressReservation other) =>
        one.Metadata.Namespace == other.Metadata.Namespace && one.Metadata.Name == other.Metadata.Name;
}
