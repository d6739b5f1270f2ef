using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Rules;

/// <summary>Policy rules of the node with our protocol.</summary>
public sealed class RuleTarget(NetnsConnections connections) : ITarget<RuleRow, RuleRow>
{
    public string Name => "rules";

    public Scope ScopeOf(RuleRow key, RuleRow row) => Scope.Of(Netns.Node);

    public IReadOnlyDictionary<RuleRow, RuleRow> Read(Scope scope, IReadOnlyDictionary<RuleRow, RuleRow> wished)
    {
        using var reader = new KernelReader(connections.Get(Netns.Node)) { Owns = false };
        return reader.Rules().Where(rule => rule.IsOurs)
            .Select(rule => new RuleRow(rule.IsV6, rule.Priority, rule.Table) { Mark = rule.Mark, MarkMask = rule.MarkMask })
            .Distinct().ToDictionary(row => row);
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<RuleRow, RuleRow>> changes)
    {
        var results = new WorldException?[changes.Count];
        var batch = new ChangeBatch(connections.Get(Netns.Node));
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            batch.Add(i, messages =>
            {
                if (change.Desired is { } row)
                {
                    RuleCodec.WriteAdd(messages, row);
                }
                else
                {
                    RuleCodec.WriteDelete(messages, change.Key);
                }
            });
        }

        batch.Execute(changes, results, "rule");
        return PerNamespace.Outcomes(results);
    }
}
