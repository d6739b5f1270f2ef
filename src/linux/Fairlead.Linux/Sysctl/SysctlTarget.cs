using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Sysctl;

/// <summary>
/// Kernel settings. A setting bears no mark: only wished ones are read, and removing a row leaves the value (what it was
/// before is in the journal of whoever changed it, through <paramref name="onChange"/>).
/// </summary>
/// <param name="onChange">Told of each value before it is replaced: the wished row, the old value.</param>
public sealed class SysctlTarget(INetnsResolver resolver, Action<SysctlRow, string> onChange) : ITarget<SysctlKey, SysctlRow>
{
    public string Name { get; init; } = "sysctls";

    public Scope ScopeOf(SysctlKey key, SysctlRow row) => Scope.Of(key.Netns);

    public IReadOnlyDictionary<SysctlKey, SysctlRow> Read(Scope scope, IReadOnlyDictionary<SysctlKey, SysctlRow> wished)
    {
        var rows = new Dictionary<SysctlKey, SysctlRow>();
        foreach (var (key, asked) in wished)
        {
            if (resolver.Resolve(key.Netns)?.ReadSysctl(key.Path) is { } value)
            {
                rows[key] = asked with { Value = value == asked.AlsoRight ? asked.Value : value };
            }
        }

        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<SysctlKey, SysctlRow>> changes)
    {
        var results = new WorldException?[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            try
            {
                Apply(changes[i]);
            }
            catch (WorldException error)
            {
                results[i] = error;
            }
        }

        return PerNamespace.Outcomes(results);
    }

    private void Apply(Change<SysctlKey, SysctlRow> change)
    {
        if (change.Desired is not { } row)
        {
            return;
        }

        var netns = resolver.Resolve(row.Key.Netns)
            ?? throw new KernelException("setting", row.Key.ToString(), Errno.ENOENT, "its network namespace is gone");
        var value = netns.ReadSysctl(row.Key.Path)
            ?? throw new KernelException("setting", row.Key.ToString(), Errno.ENOENT, "this kernel has no such setting");
        if (value != row.Value && value != row.AlsoRight)
        {
            onChange(row, value);
            netns.WriteSysctl(row.Key.Path, row.Value);
        }
    }
}
