{{/* The release's own name, unless it names the chart already. */}}
{{- define "dropwhy.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "dropwhy.operatorName" -}}
{{ include "dropwhy.fullname" . }}-operator
{{- end -}}

{{- define "dropwhy.agentName" -}}
{{ include "dropwhy.fullname" . }}-agent
{{- end -}}

{{- define "dropwhy.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: dropwhy
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "dropwhy.operatorSelector" -}}
app.kubernetes.io/name: dropwhy-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Full image reference: dict "root" . "name" "operator"|"agent" */}}
{{- define "dropwhy.image" -}}
{{- printf "%s/%s:%s" .root.Values.image.repository .name (default .root.Chart.AppVersion .root.Values.image.tag) -}}
{{- end -}}

{{/* What the operator is told. It reads the agent's part as JSON, so that a toleration stays a toleration. */}}
{{- define "dropwhy.operatorEnvironment" -}}
- name: DROPWHY_AGENT_NAMESPACE
  value: {{ .Values.agent.namespace.name }}
- name: DROPWHY_AGENT_IMAGE
  value: {{ include "dropwhy.image" (dict "root" . "name" "agent") }}
{{- end -}}
