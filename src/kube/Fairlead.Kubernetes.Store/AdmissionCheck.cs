using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Store;

/// <summary>Looks at an object that fits its schema and is about to be kept.</summary>
/// <param name="written">The whole object; not to be changed.</param>
/// <param name="before">As it was; null where it is new.</param>
/// <returns>What is wrong with it; nothing where it may be kept.</returns>
public delegate IReadOnlyList<FieldProblem> AdmissionCheck(ResourceKind kind, JsonObject written, JsonObject? before);
