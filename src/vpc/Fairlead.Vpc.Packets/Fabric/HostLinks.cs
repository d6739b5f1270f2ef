using Fairlead.Linux;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>What a host's links are called at this moment.</summary>
internal static class HostLinks
{
    /// <returns>Empty where the host is gone.</returns>
    public static IReadOnlySet<string> Names(string netns)
    {
        try
        {
            using var place = NetworkNamespace.OpenPath(netns);
            using var reader = KernelReader.Open(place);
            return reader.Links().Select(link => link.Name).ToHashSet();
        }
        catch (KernelException)
        {
            return new HashSet<string>();
        }
    }
}
