using Fairlead.Linux;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>Tables that only their owner can change: Linux 6.9.</summary>
internal static class OwnerTables
{
    private static readonly Lazy<bool> Found = new(() => CapabilityProbe.Run()[ProbedCapability.PersistentTables] is null);

    public static bool Exist => Found.Value;

    public static void Require() => Assert.SkipUnless(Exist, "this kernel has no nftables tables that only their owner can change (6.9)");
}
