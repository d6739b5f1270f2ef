using System.Text.Json.Serialization;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>JSON within parameters.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class ParameterJson : JsonSerializerContext;
