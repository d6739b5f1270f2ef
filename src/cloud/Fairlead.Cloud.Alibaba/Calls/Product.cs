namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>A part of the cloud with an API and an endpoint of its own.</summary>
internal sealed record Product(string Name, string Version)
{
    public static Product Ecs { get; } = new("ecs", "2014-05-26");

    public static Product Vpc { get; } = new("vpc", "2016-04-28");
}
