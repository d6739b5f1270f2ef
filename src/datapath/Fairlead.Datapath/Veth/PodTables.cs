namespace Fairlead.Datapath.Veth;

/// <summary>Tables of routes, and where those to pods lie.</summary>
internal static class PodTables
{
    // RT_TABLE_MAIN of include/uapi/linux/rtnetlink.h.
    public const uint Main = 254;

    // Beyond the metrics that other programs use: IPv6's default is 1024, NetworkManager's reach 20,000 and a few.
    public const uint LastResort = 0xf1f1;

    public static uint[] Of(DatapathOptions options, PodRouting routing) => routing switch
    {
        PodRouting.Main => [Main],
        PodRouting.Own => [options.SharedEni.PodTable],
        _ => [Main, options.SharedEni.PodTable],
    };
}
