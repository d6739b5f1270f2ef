using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fairlead.Planning.Doctor;

/// <summary>Reads and writes reports by code made when they are compiled: the agent is compiled ahead and has no other.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AgentReport))]
internal sealed partial class AgentReportJson : JsonSerializerContext;
