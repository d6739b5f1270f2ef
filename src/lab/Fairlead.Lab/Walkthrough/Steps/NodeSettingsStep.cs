using Fairlead.Planning.Doctor;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>
/// Step 1: what a team sets by hand on a node elsewhere, the agent has set. The lab's hosts begin as a cloud's image does; what they
/// were and what they are is what <c>fairlead doctor</c> says.
/// </summary>
internal static class NodeSettingsStep
{
    public static void Run(World world, StepLog log)
    {
        foreach (var node in new[] { "node-1", "node-2" })
        {
            // In a cluster, an agent is ready when it has heard of its node's network.
            List<Diagnosis> settings = [];
            world.Until(() =>
            {
                var found = world.Examine(node);
                settings = [.. found.Where(diagnosis => diagnosis.Area == "settings")];
                return settings.Count > 0 && found.Where(diagnosis => diagnosis.Area is "agent" or "settings").All(diagnosis => diagnosis.Level == DiagnosisLevel.Fine);
            });
            log.Note($"{node}: fairlead doctor looks at its settings", $"{settings.Count} of them", settings.Count > 0);
            foreach (var setting in settings)
            {
                log.Note($"{node}: {setting.Subject}", Sentence(setting), setting.Level == DiagnosisLevel.Fine);
            }
        }
    }

    private static string Sentence(Diagnosis setting) =>
        setting.Found + (setting.Expected.Length > 0 ? $", but should be {setting.Expected}" : "") + (setting.Action.Length > 0 ? $" ({setting.Action})" : "");
}
