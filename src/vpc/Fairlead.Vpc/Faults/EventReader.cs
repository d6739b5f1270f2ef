using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Journal;
using Fairlead.Yaml;

namespace Fairlead.Vpc.Faults;

/// <summary>The events of a file of faults.</summary>
internal static class EventReader
{
    /// <returns>Null where it could not be read, which is noted.</returns>
    public static FaultEvent? Read(YamlValue yaml)
    {
        yaml.Allow("at", "vanish", "call", "with");
        yaml["at"].Required("30s");
        var at = yaml["at"].Duration() ?? TimeSpan.Zero;
        if (yaml["vanish"].IsPresent == yaml["call"].IsPresent)
        {
            yaml.Say("must have either vanish, with an ENI's id or name, or call, with an action");
            return null;
        }

        if (yaml["vanish"].Text() is { } eni)
        {
            return new VanishEvent(at, eni == "any" ? "" : eni);
        }

        return Call(yaml) is { } call ? new ConsoleEvent(at, call) : null;
    }

    private static CloudChange? Call(YamlValue yaml)
    {
        var action = yaml["call"].Text() ?? "";
        if (CallCatalogue.Change(action) is null)
        {
            yaml["call"].Say(Nearest.Sentence("action that changes something", action, CallCatalogue.Changes));
            return null;
        }

        var with = yaml["with"];
        with.Allow([.. CallCatalogue.Parameters(action).Select(parameter => parameter.Name)]);
        var call = new JsonObject { ["action"] = action };
        foreach (var parameter in CallCatalogue.Parameters(action))
        {
            if (with[parameter.Name].IsPresent)
            {
                call[JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)] = ParameterReader.Read(with[parameter.Name], parameter.PropertyType);
            }
        }

        call["regionId"] ??= "";
        return HasAll(with, action) ? CallJson.Call(call) : null;
    }

    private static bool HasAll(YamlValue with, string action)
    {
        var missing = CallCatalogue.Parameters(action)
            .Where(parameter => parameter.IsDefined(typeof(RequiredMemberAttribute)) && parameter.Name != nameof(CloudCall.RegionId) && !with[parameter.Name].IsPresent)
            .ToList();
        missing.ForEach(parameter => with[parameter.Name].Say($"is missing: {action} needs it"));
        return missing.Count == 0;
    }
}
