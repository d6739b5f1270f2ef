using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;

namespace Fairlead.Datapath;

/// <summary>Finds all that is wrong with the options at once, so that a file is mended once.</summary>
public static class DatapathOptionsValidator
{
    // RFC 791, section 3.2, and RFC 8200, section 5; the largest is that of the length fields.
    private const int LeastMtuV4 = 68;
    private const int LeastMtuV6 = 1280;
    private const int MostMtu = 65535;

    // NF_IP_PRI_CONNTRACK: the kernel refuses a nat chain at it or before.
    private const int Conntrack = -200;

    /// <param name="hasCluster">Whether slices and ranges come from the cluster where the options have none.</param>
    public static IReadOnlyList<Problem> Validate(DatapathOptions options, bool hasCluster = false) =>
    [
        .. Ranges("podSlices", options.PodSlices),
        .. Ranges("podRanges", options.PodRanges),
        .. Ranges("vpcCidrs", options.VpcCidrs),
        .. Ranges("serviceRanges", options.ServiceRanges),
        .. Ranges("nodeLocalRanges", options.NodeLocalRanges),
        .. Ranges("masquerade.except", options.Masquerade.Except),
        .. Slices(options, hasCluster),
        .. Metadata(options),
        .. Numbers(options),
        .. SharedEni(options),
    ];

    private static IEnumerable<Problem> Ranges(string path, IReadOnlyList<Cidr> ranges) =>
        ranges.Index().Where(range => !range.Item.IsNetwork)
            .Select(range => new Problem($"{path}[{range.Index}]", $"{range.Item} has host bits set; write {range.Item.Network}"));

    private static IEnumerable<Problem> Slices(DatapathOptions options, bool hasCluster)
    {
        if (options.PodSlices.Count == 0 && !hasCluster)
        {
            yield return new Problem("podSlices", "a node needs at least one range for its pods, such as 10.244.1.0/24");
        }

        foreach (var (i, slice) in options.PodSlices.Index())
        {
            foreach (var earlier in options.PodSlices.Take(i).Where(slice.Overlaps))
            {
                yield return new Problem($"podSlices[{i}]", $"{slice} overlaps {earlier}");
            }

            if (!(hasCluster && options.PodRanges.Count == 0) && !options.PodRanges.Any(range => range.Contains(slice)))
            {
                yield return new Problem(
                    $"podSlices[{i}]", $"{slice} lies in none of podRanges ({List(options.PodRanges)}): other nodes' pods would not be known as pods");
            }
        }
    }

    private static IEnumerable<Problem> Metadata(DatapathOptions options)
    {
        foreach (var (i, address) in options.Metadata.Addresses.Index())
        {
            foreach (var slice in options.PodSlices.Where(slice => slice.Contains(address)))
            {
                yield return new Problem($"metadata.addresses[{i}]", $"{address} lies in the pod slice {slice}");
            }
        }
    }

    private static IEnumerable<Problem> Numbers(DatapathOptions options)
    {
        var least = options.PodSlices.Any(slice => slice.IsV6) ? LeastMtuV6 : LeastMtuV4;
        if (options.Mtu is { } mtu && (mtu < least || mtu > MostMtu))
        {
            yield return new Problem("mtu", $"{mtu} is not from {least} to {MostMtu}");
        }

        if (options.PodGroup == 0 || options.DyingGroup == 0)
        {
            yield return new Problem("podGroup", "0 is the group of every link that has none; choose numbers that nobody else uses");
        }

        if (options.PodGroup == options.DyingGroup)
        {
            yield return new Problem("dyingGroup", $"{options.DyingGroup} is podGroup too: deleting the dying would delete all pods' links");
        }

        if (options.Priorities.Guard >= Conntrack)
        {
            yield return new Problem("priorities.guard", $"{options.Priorities.Guard} is not before connection tracking ({Conntrack})");
        }

        // One of them stands just before sourceNat.
        if (options.Priorities.DestinationNat <= Conntrack || options.Priorities.SourceNat - 1 <= Conntrack)
        {
            yield return new Problem("priorities", $"nat chains must come after connection tracking ({Conntrack})");
        }
    }

    private static IEnumerable<Problem> SharedEni(DatapathOptions options)
    {
        var mask = options.SharedEni.MarkMask;
        var bits = mask >> System.Numerics.BitOperations.TrailingZeroCount(mask);
        if (mask == 0 || (bits & (bits + 1)) != 0)
        {
            yield return new Problem("sharedEni.markMask", $"0x{mask:x} is no row of neighbouring bits, such as 0x3f000000");
        }
        else if (bits < 31)
        {
            yield return new Problem("sharedEni.markMask", $"0x{mask:x} has room for {bits} ENIs: an instance can have 32, so take 5 bits at least");
        }

        if ((options.SharedEni.MasqueradeMark & mask) != 0)
        {
            yield return new Problem("sharedEni.masqueradeMark", $"0x{options.SharedEni.MasqueradeMark:x} has bits of sharedEni.markMask (0x{mask:x}), which name the ENI");
        }

        if (options.Priorities.Replies <= Conntrack)
        {
            yield return new Problem("priorities.replies", $"{options.Priorities.Replies} is not after connection tracking ({Conntrack})");
        }
    }

    private static string List(IReadOnlyList<Cidr> ranges) => ranges.Count == 0 ? "none given" : string.Join(", ", ranges);
}
