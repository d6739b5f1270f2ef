using Fairlead.Vpc.OpenApi.Binding;

namespace Fairlead.Vpc.OpenApi.Actions;

/// <summary>A product of the cloud that the endpoint serves.</summary>
/// <param name="Name">As troubleshooting links name it.</param>
/// <param name="Version">Of its API: it is what tells products apart on one endpoint.</param>
internal sealed record Product(string Name, string Version, Dialect Dialect)
{
    public static Product Ecs { get; } = new("Ecs", "2014-05-26", Dialect.Ecs);

    public static Product Vpc { get; } = new("Vpc", "2016-04-28", Dialect.Vpc);

    public static Product Sts { get; } = new("Sts", "2015-04-01", Dialect.Sts);

    public static Product? Of(string version) =>
        version == Ecs.Version ? Ecs : version == Vpc.Version ? Vpc : version == Sts.Version ? Sts : null;
}
