namespace Fairlead.Linux.Iptables;

/// <summary>A built-in chain of the old ip_tables.</summary>
/// <param name="Accepts">Its policy: accept, else drop.</param>
/// <param name="Rules">Rules before the policy.</param>
public sealed record LegacyChain(bool IsV6, bool Accepts, int Rules);
