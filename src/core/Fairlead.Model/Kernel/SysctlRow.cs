namespace Fairlead.Model.Kernel;

/// <param name="Netns">The namespace whose value it is.</param>
/// <param name="Path">Below /proc/sys, with slashes: <c>net/ipv4/ip_forward</c>.</param>
public readonly record struct SysctlKey(Netns Netns, string Path)
{
    public override string ToString() => IsPlain ? Path : $"{Netns}:{Path}";

    private bool IsPlain => Netns.IsNode;
}

/// <summary>A kernel setting and the value it should have. A missing file is an error of that row, not of the rest.</summary>
public sealed record SysctlRow(SysctlKey Key, string Value)
{
    /// <summary>Any of these is right too (rp_filter 0 and 2, say) and is left alone.</summary>
    public string? AlsoRight { get; init; }

    public override string ToString() => $"{Key} = {Value}" + (AlsoRight is null ? "" : $" or {AlsoRight}");
}
