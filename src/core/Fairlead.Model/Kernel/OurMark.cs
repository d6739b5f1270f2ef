namespace Fairlead.Model.Kernel;

/// <summary>How whatever is ours in a kernel is known as ours. What does not bear these is never touched.</summary>
public static class OurMark
{
    /// <summary>rtm_protocol of our routes and FRA_PROTOCOL of our rules; 0xF1 is free in /etc/iproute2/rt_protos.</summary>
    public const byte RouteProtocol = 0xF1;

    /// <summary>Our nftables table in the families inet and arp.</summary>
    public const string NftablesTable = "fairlead";

    /// <summary>Aliases of our links begin so; the attachment follows.</summary>
    public const string AliasPrefix = "fairlead:";

    /// <summary>Aliases of secondary ENIs that pods share begin so; the ENI's id follows. Whatever is on such a link is ours or goes.</summary>
    public const string EniAliasPrefix = "fairlead-eni:";

    /// <summary>Default link group of pods' host ends.</summary>
    public const uint PodGroup = 0xFA17;

    /// <summary>Default link group of links that wait for one delete by group.</summary>
    public const uint DyingGroup = 0xFA18;
}
