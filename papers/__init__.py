"""Official papers: from the register's values to letters, decisions, tables and reports as PDF, DOCX and XLSX.

Called by the command line and the console, which bring the values. Nothing here reads the register
or decides anything; the form is that of Decree 30/2020/NĐ-CP.
"""
