using System.Collections.Immutable;
using System.Globalization;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Yaml;

namespace Fairlead.Vpc.Faults;

/// <summary>Reads a file of faults; all its mistakes are told together.</summary>
public static class FaultScriptReader
{
    /// <param name="source">What the file is called in messages.</param>
    /// <exception cref="ProblemException">Everything that is wrong, each with line and column.</exception>
    public static FaultScript Read(string text, string source)
    {
        var file = new YamlFile(text, source);
        file.Root.Allow("seed", "settings", "faults", "events");
        var script = new FaultScript
        {
            Seed = (ulong)file.Root["seed"].Number(1),
            Settings = SettingsReader.Read(file.Root["settings"]),
            Rules = [.. file.Root["faults"].Items.Select(Rule)],
            Events = [.. file.Root["events"].Items.Select(EventReader.Read).OfType<FaultEvent>()],
        };
        file.Check();
        return script;
    }

    private static FaultRule Rule(YamlValue yaml)
    {
        yaml.Allow("action", "match", "calls", "probability", "from", "until", "error", "answer", "delay", "lag");
        var actions = Actions(yaml["action"]);
        var rule = new FaultRule
        {
            Actions = actions,
            Match = Match(yaml["match"], actions),
            Calls = yaml["calls"].Parse<CallCount>(Count, "counts no calls; write 3, 1-5, 4- or every 10") ?? CallCount.All,
            Probability = yaml["probability"].Share() ?? 1,
            From = yaml["from"].Duration() ?? TimeSpan.Zero,
            Until = yaml["until"].Duration() ?? TimeSpan.MaxValue,
            Error = Error(yaml["error"]),
            Loss = yaml["answer"].Choice(("lost-before", AnswerLoss.Before), ("lost-after", AnswerLoss.After)) ?? AnswerLoss.None,
            Delay = SettingsReader.Range(yaml["delay"]) ?? DelayRange.None,
            Lag = SettingsReader.Range(yaml["lag"]),
        };
        Check(yaml, rule);
        return rule;
    }

    private static void Check(YamlValue yaml, FaultRule rule)
    {
        if (!new[] { "error", "answer", "delay", "lag" }.Any(effect => yaml[effect].IsPresent))
        {
            yaml.Say("does nothing; give it an error, an answer (lost-before or lost-after), a delay or a lag");
        }

        if (yaml["error"].IsPresent && yaml["answer"].IsPresent)
        {
            yaml["answer"].Say("cannot go with an error: what is refused is answered");
        }

        if (rule.Until <= rule.From)
        {
            yaml["until"].Say("must be later than from");
        }
    }

    private static ImmutableArray<string> Actions(YamlValue yaml)
    {
        ImmutableArray<YamlValue> named = yaml.IsList ? [.. yaml.Items] : yaml.IsPresent ? [yaml] : [];
        foreach (var action in named.Where(action => action.Text() is { } name && name != "*" && !CallCatalogue.Actions.Contains(name)))
        {
            action.Say(Nearest.Sentence("action", action.Text()!, CallCatalogue.Actions));
        }

        var names = named.Select(action => action.Text() ?? "").ToImmutableArray();
        return names.Contains("*") ? [] : names;
    }

    private static ImmutableSortedDictionary<string, string> Match(YamlValue yaml, ImmutableArray<string> actions)
    {
        var known = (actions.IsEmpty ? CallCatalogue.Actions : actions).SelectMany(CallCatalogue.Parameters).Select(parameter => parameter.Name).Distinct().ToArray();
        yaml.Allow(known);
        return yaml.Keys.ToImmutableSortedDictionary(key => key, key => yaml[key].Text() ?? "");
    }

    private static CallCount? Count(string text)
    {
        if (text.StartsWith("every ", StringComparison.Ordinal))
        {
            return Whole(text[6..]) is { } every ? new CallCount(every, long.MaxValue, every) : null;
        }

        var ends = text.Split('-');
        return (Whole(ends[0]), ends.Length == 2 && ends[1].Length == 0 ? long.MaxValue : Whole(ends[^1])) is ({ } first, { } last) && ends.Length <= 2 && first <= last
            ? new CallCount(first, last)
            : null;
    }

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static CloudError? Error(YamlValue yaml)
    {
        if (yaml.IsMapping)
        {
            yaml.Allow("code", "message", "status");
            var code = yaml["code"].Required("Throttling.User");
            var known = KnownErrors.Find(code);
            var status = yaml["status"].Number(known?.Status ?? 400);
            if (status is < 400 or > 599)
            {
                yaml["status"].Say($"{status} is no status of an error; those are 400 to 599");
            }

            return new CloudError(code, yaml["message"].Text() ?? known?.Message ?? code, status);
        }

        if (yaml.Text() is not { } name)
        {
            return null;
        }

        if (KnownErrors.Find(name) is null)
        {
            yaml.Say($"{Nearest.Sentence("error", name, KnownErrors.Codes)}; another is given with code, message and status");
        }

        return KnownErrors.Find(name);
    }
}
