using Fairlead.Cloud.Alibaba.Calls;

namespace Fairlead.Cloud.Alibaba;

/// <summary>Where the cloud's parts are.</summary>
/// <param name="Ecs">Scheme, host and port; a path is not looked at.</param>
/// <param name="Metadata">The metadata service of the instance that this runs on.</param>
public sealed record Endpoints(Uri Ecs, Uri Vpc, Uri Sts, Uri Metadata)
{
    /// <summary>Fixed and the same in every instance: documented as "100.100.100.200".</summary>
    public static Uri InstanceMetadata { get; } = new("http://100.100.100.200/");

    /// <summary>Those that are reached from within a VPC of the region, without the internet.</summary>
    public static Endpoints InRegion(string region) => Named("-vpc", region);

    /// <summary>Those that are reached from anywhere.</summary>
    public static Endpoints OnInternet(string region) => Named("", region);

    /// <summary>All at one address, as the emulator has them.</summary>
    public static Endpoints At(Uri address) => new(address, address, address, address);

    internal Uri Of(Product product) => product == Product.Ecs ? Ecs : Vpc;

    private static Endpoints Named(string network, string region) => new(
        new Uri($"https://ecs{network}.{region}.aliyuncs.com"),
        new Uri($"https://vpc{network}.{region}.aliyuncs.com"),
        new Uri($"https://sts{network}.{region}.aliyuncs.com"),
        InstanceMetadata);
}
