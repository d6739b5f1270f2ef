using System.Text;

namespace Fairlead.Migration.Terway.Terms;

/// <summary>Every name that Terway knows, and what it becomes.</summary>
public static class TerwayTerms
{
    public static IReadOnlyList<TermTable> All { get; } =
    [
        FileTerms.ConfigMap, EniConfTerms.Cluster, EniConfTerms.Node, CniTerms.Keys, CniTerms.Plugins,
        ControllerTerms.Config, ControllerTerms.Secret, FileTerms.Secret, FileTerms.Chart, ControllerTerms.FeatureGates, FileTerms.Environment,
        ObjectTerms.Kinds, ObjectTerms.PodNetworking, ObjectTerms.Pods, ObjectTerms.Namespaces, ObjectTerms.Nodes,
    ];

    /// <summary>The tables as Markdown, as the guide has them.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach (var table in All)
        {
            text.Append("\n## ").Append(table.Title).Append("\n\n| Terway | | with Fairlead |\n|---|---|---|\n");
            foreach (var row in table.Rows)
            {
                text.Append("| ").AppendJoin(", ", row.Each.Select(name => $"`{name}`")).Append(" | ").Append(Word(row.Fate)).Append(" | ").Append(row.Text).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static string Word(Fate fate) => fate switch
    {
        Fate.TakenOver => "taken over",
        Fate.NotNeeded => "not needed",
        Fate.NoCounterpart => "none",
        _ => "other",
    };
}
