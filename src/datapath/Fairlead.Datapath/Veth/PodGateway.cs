using Fairlead.Model.Addresses;

namespace Fairlead.Datapath.Veth;

/// <summary>The gateway of pods on veths: link-local and on no link, the same in every pod. Nobody has it; a permanent neighbour answers for it.</summary>
public static class PodGateway
{
    private static readonly InetAddress V4 = InetAddress.Parse("169.254.1.1");
    private static readonly InetAddress V6 = InetAddress.Parse("fe80::1");

    public static InetAddress Of(bool v6) => v6 ? V6 : V4;
}
