using Fairlead.Resources.Meta;

namespace Fairlead.Agent.Cluster;

/// <summary>Conditions of several pools in one list.</summary>
internal static class AgentConditions
{
    /// <summary>
    /// One of each type, for the store refuses the whole status where there are two: what is not so counts before what is not known, and
    /// that before what is, and everybody who says the same is heard.
    /// </summary>
    public static IReadOnlyList<Condition> OneOfEach(IEnumerable<Condition> conditions) =>
        [.. conditions.GroupBy(condition => condition.Type, StringComparer.Ordinal).Select(group => Join([.. group]))];

    private static Condition Join(IReadOnlyList<Condition> same)
    {
        var worst = same.MinBy(condition => condition.Status switch { Condition.False => 0, Condition.Unknown => 1, _ => 2 })!;
        return worst with
        {
            Message = string.Join("; ", same.Where(condition => condition.Status == worst.Status).Select(condition => condition.Message).Distinct(StringComparer.Ordinal)),
        };
    }
}
