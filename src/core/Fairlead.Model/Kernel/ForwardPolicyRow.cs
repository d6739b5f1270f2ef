namespace Fairlead.Model.Kernel;

/// <summary>Who keeps the built-in FORWARD chain: nf_tables (iptables-nft), or the old ip_tables, which nf_tables does not show.</summary>
public enum ForwardBackend
{
    Nftables,
    Legacy,
}

public readonly record struct ForwardPolicyKey(ForwardBackend Backend, bool IsV6)
{
    public override string ToString() => $"{(IsV6 ? "ip6" : "ip")} {Backend.ToString().ToLowerInvariant()}";
}

/// <summary>
/// The policy that the built-in FORWARD chain should have. A chain that does not exist forwards everything, and is as good as
/// one that accepts.
/// </summary>
public sealed record ForwardPolicyRow(ForwardPolicyKey Key, bool Accept)
{
    public static string Word(bool accept) => accept ? "accept" : "drop";

    public override string ToString() => $"{Key} {Word(Accept)}";
}
