using Fairlead.Model.Problems;
using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Validation;

internal static class SelectorRules
{
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist"];

    public static void Check(string path, LabelSelector? selector, ProblemList found)
    {
        var requirements = selector?.MatchExpressions ?? [];
        for (var i = 0; i < requirements.Count; i++)
        {
            Check($"{path}.matchExpressions[{i}]", requirements[i], found);
        }
    }

    private static void Check(string path, LabelRequirement requirement, ProblemList found)
    {
        if (requirement.Key.Length == 0)
        {
            found.Add($"{path}.key", "is empty: name the label");
        }

        switch (requirement.Operator)
        {
            case "In" or "NotIn" when requirement.Values.Count == 0:
                found.Add($"{path}.values", $"operator {requirement.Operator} needs at least one value");
                break;
            case "Exists" or "DoesNotExist" when requirement.Values.Count > 0:
                found.Add($"{path}.values", $"operator {requirement.Operator} takes no values");
                break;
            case var given when !Operators.Contains(given):
                found.Add($"{path}.operator", Nearest.Sentence("operator", given, Operators));
                break;
        }
    }
}
