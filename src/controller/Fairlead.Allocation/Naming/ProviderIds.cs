namespace Fairlead.Allocation.Naming;

/// <summary>How a Node names its instance.</summary>
internal static class ProviderIds
{
    /// <returns>The instance's id of <c>cn-hangzhou.i-abc</c>, <c>alicloud://cn-hangzhou.i-abc</c> or <c>i-abc</c>; empty where there is none.</returns>
    public static string Instance(string providerId)
    {
        var id = providerId[(providerId.LastIndexOf('/') + 1)..];
        return id[(id.IndexOf('.') + 1)..];
    }
}
